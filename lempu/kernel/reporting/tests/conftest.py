"""Tuesday 14 October 2025 in Luwu: September and the third quarter have ended."""

import datetime as dt

import pytest
import time_machine

from lempu.kernel.obligations.tests.factories import ObligationFactory, PlanOfYearFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.kernel.reporting import selectors, services
from lempu.kernel.reporting.enums import Kind


@pytest.fixture(autouse=True)
def _fourteenth_of_october():
    with time_machine.travel(dt.datetime(2025, 10, 14, 2, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def office(db):
    return OfficeFactory(code="7317", name="KPU Kabupaten Luwu", timezone="Asia/Makassar")


@pytest.fixture
def plan(office):
    return PlanOfYearFactory(
        office=office, year=2025, decree_number="4", decree_date=dt.date(2025, 1, 9)
    )


@pytest.fixture
def coordinator(office):
    return person(office, Role.COORDINATOR, user__name="Andi", position="Koordinator ZI")


@pytest.fixture
def leader(office):
    return person(office, Role.LEADER, user__name="Abdullah", position="Ketua KPU Kabupaten Luwu")


@pytest.fixture
def member(office):
    return person(office, Role.MEMBER, user__name="Sitti")


@pytest.fixture
def september(office, plan):
    """Five obligations of September: done, nil, returned, not carried out, late."""
    return [
        ObligationFactory(office=office, month=9, **{state: True})
        for state in ("accepted", "nil", "returned", "undone")
    ] + [ObligationFactory(office=office, month=9)]


@pytest.fixture
def monthly(office, september):
    return selectors.blank_report(office, Kind.MONTHLY, 2025, 9)


@pytest.fixture
def quarterly(office, september):
    return selectors.blank_report(office, Kind.QUARTERLY, 2025, 3)


@pytest.fixture
def numbered(monthly, plan, coordinator):
    """A version of September's report that can be signed."""
    version = services.make_version(report=monthly, plan=plan, actor=coordinator)
    return services.give_number(
        version=version,
        actor=coordinator,
        number="12/PW.02-LP/7317/2025",
        date=dt.date(2025, 10, 14),
    )
