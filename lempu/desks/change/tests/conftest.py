"""January 2026 at the desk of Luwu."""

import datetime as dt

import pytest
import time_machine

from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person


@pytest.fixture(autouse=True)
def _twentieth_of_january():
    with time_machine.travel(dt.datetime(2026, 1, 20, 2, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def office(db):
    return OfficeFactory(code="7317")


@pytest.fixture
def coordinator(office):
    return person(office, Role.COORDINATOR, starts_on="2026-01-01")


@pytest.fixture
def member(office):
    return person(office, Role.MEMBER, starts_on="2026-01-01")
