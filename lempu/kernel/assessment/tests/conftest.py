"""Tuesday 14 October 2025 in Luwu."""

import datetime as dt

import pytest
import time_machine

from lempu.kernel.assessment.tests.factories import begun
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person


@pytest.fixture(autouse=True)
def _fourteenth_of_october():
    with time_machine.travel(dt.datetime(2025, 10, 14, 2, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def office(db):
    return OfficeFactory(code="7317", name="KPU Kabupaten Luwu", timezone="Asia/Makassar")


@pytest.fixture
def coordinator(office):
    return person(office, Role.COORDINATOR, user__name="Andi")


@pytest.fixture
def member(office):
    return person(office, Role.MEMBER, user__name="Sitti")


@pytest.fixture
def leader(office):
    return person(office, Role.LEADER, user__name="Abdullah")


@pytest.fixture
def assessor(office):
    return person(office, Role.ASSESSOR, user__name="Rahma")


@pytest.fixture
def sheet(office, coordinator):
    """The sheet of 2025, begun and empty."""
    return begun(office, coordinator)
