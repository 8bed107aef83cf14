"""Two provinces on Tuesday 14 October 2025: 73 with three regencies, 74 with one."""

import datetime as dt

import pytest
import time_machine

from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.kernel.plans.models import Programme

TODAY = dt.date(2025, 10, 14)


@pytest.fixture(autouse=True)
def _fourteenth_of_october():
    with time_machine.travel(dt.datetime(2025, 10, 14, 2, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def luwu(db):
    """7317: eleven of twelve that fell due are done, one of them late; one is at risk."""
    office = OfficeFactory(code="7317")
    row = RowFactory(office=office)
    Programme.objects.filter(plan=row.plan).update(area="change")
    fill(row, 9, accepted=True)
    ObligationFactory(indicator=row, office=office, month=10, due_on=dt.date(2025, 10, 20))
    second = RowFactory(office=office)
    ObligationFactory(indicator=second, office=office, month=1, nil=True, was_late=True)
    ObligationFactory(indicator=second, office=office, month=2, accepted=True)
    ObligationFactory(indicator=second, office=office, month=3)
    return office


@pytest.fixture
def palopo(db):
    """7373: all of ten done."""
    office = OfficeFactory(code="7373")
    fill(RowFactory(office=office), 9, accepted=True)
    ObligationFactory(office=office, month=9, accepted=True)
    ObligationFactory(office=office, month=10, submitted=True)
    return office


@pytest.fixture
def kendari(db):
    """7471, of the other province: five late."""
    office = OfficeFactory(code="7471")
    fill(RowFactory(office=office), 5)
    return office


@pytest.fixture
def idle(db):
    """7301, without a plan."""
    return OfficeFactory(code="7301")


@pytest.fixture
def observer(client, luwu):
    """Signed in: observes province 73."""
    user = person(luwu.parent, Role.OBSERVER)
    client.force_login(user)
    return user


@pytest.fixture
def nation(client, luwu):
    """Signed in: observes the nation."""
    user = person(luwu.parent.parent, Role.OBSERVER)
    client.force_login(user)
    return user


def fill(row, months, **rest):
    for month in range(1, months + 1):
        ObligationFactory(indicator=row, office=row.plan.office, month=month, **rest)
