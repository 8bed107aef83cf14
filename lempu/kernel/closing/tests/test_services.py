import datetime as dt

import pytest

from lempu.kernel.closing.models import MonthClose
from lempu.kernel.closing.services import close_month
from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.models import Office
from lempu.kernel.offices.tests.factories import person
from lempu.shared.errors import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(office):
    return person(office, Role.LEADER)


def acts(office):
    entries = ledger.entries_in(Office.objects.filter(pk=office.pk))
    return [entry.act for entry in entries]


def test_month_is_closed_with_a_reason_for_what_has_no_proof(office, plan, leader):
    done = ObligationFactory(office=office, month=9, accepted=True)
    running = ObligationFactory(office=office, month=9, submitted=True)
    back = ObligationFactory(office=office, month=9, returned=True)
    bare = ObligationFactory(office=office, month=9)
    later = ObligationFactory(office=office, month=10)

    closed = close_month(
        plan=plan, month=9, actor=leader, reasons={bare.pk: " Anggaran dialihkan. "}
    )

    for row in (done, running, back, bare, later):
        row.refresh_from_db()
    assert (bare.state, bare.undone_reason) == (State.UNDONE, "Anggaran dialihkan.")
    assert bare.undone_by == leader
    assert [done.state, running.state, back.state, later.state] == [
        State.ACCEPTED,
        State.SUBMITTED,
        State.RETURNED,
        State.OPEN,
    ]
    assert closed.counts == {"accepted": 1, "submitted": 1, "returned": 1, "undone": 1}
    assert acts(office) == ["closing.closed", "obligations.undone"]


def test_entry_of_the_ledger_counts_what_was_there(office, plan, leader):
    ObligationFactory(office=office, month=9, nil=True)

    close_month(plan=plan, month=9, actor=leader, reasons={})

    entry = ledger.history_of([plan])[0]
    assert (entry.act, entry.actor) == ("closing.closed", leader)
    assert ledger.payload_of(entry) == {"month": 9, "counts": {"nil": 1}}


@pytest.mark.parametrize(
    ("month", "reasons", "closed_before", "code"),
    [
        (9, {}, False, "reasons_missing"),
        (9, "blank", False, "reasons_missing"),
        (9, "all", True, "closed_already"),
        (10, {}, False, "not_due_yet"),
        (2, {}, False, "not_due_yet"),
    ],
)
def test_close_refuses_and_leaves_no_trace(
    office, plan, leader, month, reasons, closed_before, code
):
    rows = [ObligationFactory(office=office, month=9) for _ in range(2)]
    ObligationFactory(office=office, month=10)
    if reasons == "all":
        reasons = {row.pk: "Ditunda." for row in rows}
    if reasons == "blank":
        reasons = {rows[0].pk: "Ditunda.", rows[1].pk: "  "}
    if closed_before:
        MonthClose.objects.create(office=office, plan=plan, month=9, closed_by=leader, counts={})

    with pytest.raises(DomainError) as refusal:
        close_month(plan=plan, month=month, actor=leader, reasons=reasons)

    assert refusal.value.code == code
    for row in rows:
        row.refresh_from_db()
        assert row.state == State.OPEN
    assert acts(office) == []


def test_month_with_one_date_still_ahead_is_not_closed(office, plan, leader):
    ObligationFactory(office=office, month=9, accepted=True)
    ObligationFactory(office=office, month=9, accepted=True, due_on=dt.date(2025, 10, 14))

    with pytest.raises(DomainError) as refusal:
        close_month(plan=plan, month=9, actor=leader, reasons={})

    assert refusal.value.code == "not_due_yet"


def test_refusal_names_the_rows_without_a_reason(office, plan, leader):
    row = ObligationFactory(
        indicator=RowFactory(office=office, code="4.3d"), office=office, month=9
    )

    with pytest.raises(DomainError, match=r"4\.3d"):
        close_month(plan=plan, month=9, actor=leader, reasons={})

    assert row.state == State.OPEN
