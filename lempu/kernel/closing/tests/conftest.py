"""Tuesday 14 October 2025 in Luwu: September has ended, October runs."""

import datetime as dt

import pytest
import time_machine

from lempu.kernel.obligations.tests.factories import PlanOfYearFactory
from lempu.kernel.offices.tests.factories import OfficeFactory


@pytest.fixture(autouse=True)
def _fourteenth_of_october():
    with time_machine.travel(dt.datetime(2025, 10, 14, 2, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def office(db):
    return OfficeFactory(code="7317")


@pytest.fixture
def plan(office):
    return PlanOfYearFactory(office=office, year=2025)
