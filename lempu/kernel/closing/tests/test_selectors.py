import datetime as dt

import pytest

from lempu.kernel.closing import selectors
from lempu.kernel.closing.models import MonthClose
from lempu.kernel.obligations.tests.factories import ObligationFactory, PlanOfYearFactory
from lempu.kernel.offices.tests.factories import OfficeFactory, UserFactory
from lempu.shared.periods import Month

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 10, 14)


def months(office, day=TODAY):
    return [(found.month, found.unproved) for found in selectors.open_months(office, day)]


def test_months_wait_once_their_days_have_passed(office, plan):
    ObligationFactory(office=office, month=7, accepted=True)
    ObligationFactory.create_batch(2, office=office, month=8)
    ObligationFactory(office=office, month=9)

    assert months(office) == [(Month(2025, 7), 0), (Month(2025, 8), 2)]


@pytest.mark.parametrize(("days", "numbers"), [(13, [9]), (14, [9]), (15, [])])
def test_office_chooses_how_many_days(office, plan, days, numbers):
    ObligationFactory(office=office, month=9)
    office.close_after_days = days

    assert [month.number for month, _ in months(office)] == numbers


def test_month_waits_for_its_last_due_date(office, plan):
    ObligationFactory(office=office, month=8)
    ObligationFactory(office=office, month=8, due_on=TODAY)

    assert months(office) == []
    assert months(office, dt.date(2025, 10, 15)) == [(Month(2025, 8), 2)]


def test_closed_months_and_other_offices_do_not_wait(office, plan):
    ObligationFactory(office=office, month=7)
    MonthClose.objects.create(office=office, plan=plan, month=7, closed_by=UserFactory(), counts={})
    ObligationFactory(office=OfficeFactory(), month=8)

    assert months(office) == []


def test_months_of_an_earlier_year_come_first(office, plan):
    ObligationFactory(office=office, month=2)
    ObligationFactory(
        office=office,
        indicator__plan=PlanOfYearFactory(office=office, year=2024),
        year=2024,
        month=12,
    )

    assert [month for month, _ in months(office)] == [Month(2024, 12), Month(2025, 2)]


def test_ending_tells_what_is_where(office, plan):
    bare = ObligationFactory(office=office, month=9)
    for trait in ("submitted", "returned", "accepted", "nil", "undone"):
        ObligationFactory(office=office, month=9, **{trait: True})
    ObligationFactory(office=office, month=8)

    ending = selectors.ending_of(plan, Month(2025, 9), TODAY)

    assert ending.unproved == [bare]
    assert (ending.running, ending.done, ending.undone, ending.total) == (2, 2, 1, 6)
    assert (ending.is_due, ending.closed) == (True, None)


@pytest.mark.parametrize(("month", "is_due"), [(9, True), (10, False), (11, False)])
def test_ending_knows_whether_everything_is_due(office, plan, month, is_due):
    ObligationFactory(office=office, month=9)
    ObligationFactory(office=office, month=10)

    assert selectors.ending_of(plan, Month(2025, month), TODAY).is_due is is_due
