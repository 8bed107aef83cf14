"""Steps before and after a due date; quiet days; the clocks of WIB, WITA and WIT."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lempu.kernel.evidence.tests.factories import SubmissionFactory
from lempu.kernel.notices.enums import Kind
from lempu.kernel.notices.models import Notice, Reminder, Rules
from lempu.kernel.notices.selectors import sentences
from lempu.kernel.notices.selectors.days import OfficeDays
from lempu.kernel.notices.services.decisions import tell_decisions
from lempu.kernel.notices.services.reminders import remind_office, remind_offices
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import (
    MembershipFactory,
    OfficeFactory,
    UnitFactory,
    person,
)
from lempu.kernel.reviews.models import Decision

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 11, 30)  # a Monday


def utc(*parts):
    return dt.datetime(*parts, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def november():
    """Everybody below has been in office since the first of November 2026."""
    with time_machine.travel(dt.datetime(2026, 11, 1, 3, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def office():
    return OfficeFactory(code="7317")


@pytest.fixture
def owner(office):
    return person(office, user__name="Andi")


@pytest.fixture
def obligation(office, owner):
    row = RowFactory(office=office, year=2026, owners=[owner])
    return ObligationFactory(indicator=row, office=office, year=2026, month=11, due_on=DUE)


def told(user):
    return [sentences.notice_words(n) for n in Notice.objects.filter(user=user).order_by("pk")]


def live(office, first, last):
    """Every day from first to last, as the clock would: days off are passed over."""
    days, day = OfficeDays(office), first
    while day <= last:
        if days.works_on(day):
            remind_office(office=office, day=day)
        day += dt.timedelta(days=1)


def test_the_owner_is_told_seven_and_two_working_days_before_and_on_the_day(
    office, owner, obligation
):
    live(office, dt.date(2026, 11, 2), DUE)

    steps = list(Reminder.objects.order_by("day").values_list("step", "day"))
    assert steps == [
        ("before-7", dt.date(2026, 11, 19)),
        ("before-2", dt.date(2026, 11, 26)),
        ("before-0", DUE),
    ]
    assert len(told(owner)) == 3


def test_who_is_late_is_told_to_the_coordinator_and_then_to_the_leader(office, owner, obligation):
    coordinator, leader = person(office, Role.COORDINATOR), person(office, Role.LEADER)

    live(office, dt.date(2026, 12, 1), dt.date(2026, 12, 31))

    late = dict(Reminder.objects.values_list("step", "day"))
    assert late == {"coordinator": dt.date(2026, 12, 3), "leader": dt.date(2026, 12, 9)}
    assert [n.kind for n in Notice.objects.filter(user=coordinator)] == [Kind.LATE_COORDINATOR]
    assert [n.kind for n in Notice.objects.filter(user=leader)] == [Kind.LATE_LEADER]
    assert Notice.objects.get(user=leader).content["names"] == ["Andi"]
    assert [n.content["told"] for n in Notice.objects.filter(user=owner).order_by("pk")] == [
        "coordinator", "leader",
    ]  # fmt: skip


def test_a_day_is_looked_at_once_and_a_step_is_said_once(office, owner, obligation):
    day = dt.date(2026, 11, 26)

    assert [remind_office(office=office, day=day) for _ in range(3)] == [True, False, False]
    remind_office(office=office, day=dt.date(2026, 11, 27))
    assert len(told(owner)) == 1


@pytest.mark.parametrize("trait", ["submitted", "returned", "accepted", "nil", "undone"])
def test_what_was_delivered_is_not_asked_for(office, owner, trait):
    row = RowFactory(office=office, year=2026, owners=[owner])
    ObligationFactory(
        indicator=row, office=office, year=2026, month=11, due_on=DUE, **{trait: True}
    )

    remind_office(office=office, day=DUE)

    assert told(owner) == []


def test_ten_rows_due_together_are_one_sentence(office, owner):
    for _ in range(10):
        row = RowFactory(office=office, year=2026, owners=[owner])
        ObligationFactory(indicator=row, office=office, year=2026, month=11, due_on=DUE)

    remind_office(office=office, day=DUE)

    assert told(owner) == ["Sepuluh kewajiban jatuh tempo Senin, 30 November"]


def test_who_has_left_is_told_nothing_and_an_unowned_row_goes_to_its_subdivision(office):
    unit = UnitFactory(office=office)
    staff = person(office, unit=unit)
    gone = MembershipFactory(office=office, ends_on=dt.date(2026, 11, 1)).user
    closed = MembershipFactory(office=office, user__inactive=True).user
    for owners in ([], [gone], [closed]):
        row = RowFactory(office=office, year=2026, owners=owners, unit=unit)
        ObligationFactory(indicator=row, office=office, year=2026, month=11, due_on=DUE)

    remind_office(office=office, day=DUE)

    assert Notice.objects.get().user == staff
    assert Notice.objects.get().content["count"] == 1


def test_a_row_without_coordinator_goes_to_those_of_its_area(office, owner, obligation):
    programme = obligation.indicator.sub_activity.activity.programme
    programme.area = "penataan"
    programme.save()
    hers = person(office, Role.COORDINATOR, areas=["penataan"])
    other = person(office, Role.COORDINATOR, areas=["pengawasan"])

    remind_office(office=office, day=dt.date(2026, 12, 3))

    assert (len(told(hers)), len(told(other))) == (1, 0)


def test_an_office_can_choose_its_steps_and_switch_the_leader_off(office, owner, obligation):
    Rules.objects.create(office=office, days_before=[1], late_coordinator=1, late_leader=0)
    person(office, Role.LEADER)

    live(office, dt.date(2026, 11, 2), dt.date(2026, 12, 31))

    assert dict(Reminder.objects.values_list("step", "day")) == {
        "before-1": dt.date(2026, 11, 27), "coordinator": dt.date(2026, 12, 1),
    }  # fmt: skip


def test_what_falls_due_on_a_day_off_is_said_on_the_last_working_day_before(office, owner):
    row = RowFactory(office=office, year=2026, owners=[owner])
    saturday = dt.date(2026, 11, 28)
    ObligationFactory(indicator=row, office=office, year=2026, month=11, due_on=saturday)
    Rules.objects.create(office=office, days_before=[0])

    live(office, dt.date(2026, 11, 23), saturday)

    assert Reminder.objects.get().day == dt.date(2026, 11, 27)


@pytest.mark.parametrize(
    ("moment", "reminded"),
    [
        (utc(2026, 11, 22, 14, 59), set()),  # Sunday 21.59, 22.59, 23.59
        (utc(2026, 11, 22, 15, 1), {"Asia/Jayapura"}),  # Monday 00.01 in WIT only
        (utc(2026, 11, 22, 16, 1), {"Asia/Jayapura", "Asia/Makassar"}),
        (utc(2026, 11, 22, 17, 1), {"Asia/Jayapura", "Asia/Makassar", "Asia/Jakarta"}),
        (utc(2026, 11, 27, 15, 1), {"Asia/Makassar", "Asia/Jakarta"}),  # Saturday begins in WIT
    ],
)
def test_a_day_begins_at_midnight_of_each_office(moment, reminded):
    for code, zone in (
        ("9401", "Asia/Jayapura"),
        ("7317", "Asia/Makassar"),
        ("5101", "Asia/Jakarta"),
    ):
        ObligationFactory(office=OfficeFactory(code=code, timezone=zone), year=2026)

    assert remind_offices(moment) == len(reminded)
    done = Rules.objects.exclude(reminded_on=None).values_list("office__timezone", flat=True)
    assert set(done) == reminded


def test_joint_leave_is_quiet_unless_the_office_works_then():
    """24 December 2026 is joint leave (cuti bersama) before Christmas; the 25th is a holiday."""
    usual = OfficeFactory(code="7317")
    working = OfficeFactory(code="7373", joint_leave_is_working=True)
    day = dt.date(2026, 12, 24)

    assert OfficeDays(usual).works_on(day) is False
    assert OfficeDays(working).works_on(day) is True
    assert OfficeDays(working).works_on(dt.date(2026, 12, 25)) is False
    assert OfficeDays(usual).first_from(day) == dt.date(2026, 12, 28)


def test_reminding_asks_as_much_for_three_rows_as_for_one(office, owner):
    asked = []
    for day, count in ((dt.date(2026, 11, 26), 1), (dt.date(2026, 11, 27), 3)):
        for _ in range(count):
            row = RowFactory(office=office, year=2026, owners=[owner])
            ObligationFactory(indicator=row, office=office, year=2026, month=11, due_on=DUE)
        with CaptureQueriesContext(connection) as queries:
            remind_office(office=office, day=day)
        asked.append(len([q for q in queries if "SAVEPOINT" not in q["sql"]]))

    assert asked[1] <= asked[0] <= 15


@pytest.mark.parametrize(("accepted", "begins"), [(True, "Diterima: "), (False, "Dikembalikan: ")])
def test_who_sent_proof_is_told_the_decision_once_it_stands(office, owner, accepted, begins):
    office.undo_seconds = 10
    office.save()
    at = utc(2026, 11, 24, 1)
    decision = Decision.objects.create(
        submission=SubmissionFactory(obligation=ObligationFactory(office=office)),
        accepted=accepted,
        reason="Belum ditandatangani.",
        decided_by=owner,
        decided_at=at,
    )

    assert tell_decisions(at + dt.timedelta(seconds=9)) == 0
    assert tell_decisions(at + dt.timedelta(seconds=11)) == 1
    assert tell_decisions(at + dt.timedelta(days=2)) == 0
    notice = Notice.objects.get(user=decision.submission.submitted_by)
    assert sentences.notice_words(notice).startswith(begins)


def test_a_decision_that_was_undone_is_never_told(office, owner):
    at = utc(2026, 11, 24, 1)
    Decision.objects.create(
        submission=SubmissionFactory(obligation=ObligationFactory(office=office)),
        accepted=True,
        decided_by=owner,
        decided_at=at,
        undone_at=at,
    )

    assert tell_decisions(at + dt.timedelta(hours=1)) == 0
