import datetime as dt

import pytest

from lempu.kernel.evidence import services
from lempu.kernel.evidence.enums import Act, SubmissionKind, SubmissionState
from lempu.kernel.evidence.services import Content, Details
from lempu.kernel.evidence.tests.asking import acts_on, payload_on, refused
from lempu.kernel.evidence.tests.factories import (
    EvidenceFactory,
    SubmissionFactory,
    stored,
)
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.tests.factories import UserFactory
from lempu.kernel.plans.enums import Expectation
from lempu.shared.periods import today

pytestmark = pytest.mark.django_db

LINK = Content(url="https://kab-luwu.kpu.go.id/berita", name="Berita")
INVITATION = Details(kind="invitation", number="112/PP.02", document_date=dt.date(2025, 9, 15))


def test_submit_freezes_the_content():
    row = RowFactory(required=["invitation"])
    obligation = ObligationFactory(indicator=row, office=row.plan.office, due_on=today())
    piece = EvidenceFactory(obligation=obligation)

    submission = services.submit(obligation=obligation, actor=UserFactory(), note="Lengkap.")

    obligation.refresh_from_db()
    assert (obligation.state, obligation.was_late) == (State.SUBMITTED, False)
    assert [line["evidence"] for line in submission.manifest] == [piece.pk]
    assert (submission.kind, submission.reason, submission.is_late) == (
        SubmissionKind.PROOF,
        "Lengkap.",
        False,
    )
    assert acts_on(obligation) == [Act.SUBMITTED]
    assert payload_on(obligation)["content_hash"] == submission.content_hash


def test_submit_after_the_due_date_stays_marked_late():
    obligation = ObligationFactory(
        due_on=today() - dt.timedelta(days=1), begins_on=dt.date(2025, 1, 1)
    )
    EvidenceFactory(obligation=obligation)

    submission = services.submit(obligation=obligation, actor=UserFactory(), note="Menyusul.")

    obligation.refresh_from_db()
    assert (submission.is_late, obligation.was_late) == (True, True)
    assert payload_on(obligation)["late"] is True


@pytest.mark.parametrize(
    ("state", "pieces", "note", "code"),
    [
        (State.SUBMITTED, 1, "x", "already_submitted"),
        (State.ACCEPTED, 1, "x", "already_done"),
        (State.NIL, 1, "x", "already_done"),
        (State.OPEN, 0, "x", "nothing_offered"),
        (State.OPEN, 1, " ", "incomplete"),
    ],
)
def test_submit_refuses(state, pieces, note, code):
    obligation = ObligationFactory(state=state)
    EvidenceFactory.create_batch(pieces, obligation=obligation)

    with refused(code):
        services.submit(obligation=obligation, actor=UserFactory(), note=note)

    obligation.refresh_from_db()
    assert obligation.state == state
    assert acts_on(obligation) == []


def per_event(**rest):
    row = RowFactory(expectation=Expectation.PER_EVENT)
    return ObligationFactory(indicator=row, office=row.plan.office, **rest)


def test_nil_goes_to_the_reviewer_with_its_reason():
    obligation = per_event()

    submission = services.state_nil(
        obligation=obligation, actor=UserFactory(), reason="Tidak ada diklat bulan ini."
    )

    obligation.refresh_from_db()
    assert obligation.state == State.SUBMITTED
    assert (submission.kind, submission.reason) == (
        SubmissionKind.NIL,
        "Tidak ada diklat bulan ini.",
    )
    assert acts_on(obligation) == [Act.NIL_STATED]


@pytest.mark.parametrize(
    ("expectation", "begins_in", "reason", "code"),
    [
        (Expectation.MONTHLY, -30, "x", "nil_not_allowed"),
        (Expectation.PER_EVENT, 1, "x", "not_begun"),
        (Expectation.PER_EVENT, -30, " ", "reason_required"),
    ],
)
def test_nil_refuses(expectation, begins_in, reason, code):
    begins_on = today() + dt.timedelta(days=begins_in)
    row = RowFactory(expectation=expectation)
    obligation = ObligationFactory(
        indicator=row,
        office=row.plan.office,
        begins_on=begins_on,
        due_on=begins_on + dt.timedelta(days=29),
    )

    with refused(code):
        services.state_nil(obligation=obligation, actor=UserFactory(), reason=reason)

    assert acts_on(obligation) == []


@pytest.mark.parametrize(
    ("state", "code"), [(State.SUBMITTED, "already_submitted"), (State.NIL, "already_done")]
)
def test_nil_refuses_what_is_on_its_way_or_done(state, code):
    with refused(code):
        services.state_nil(obligation=per_event(state=state), actor=UserFactory(), reason="x")


@pytest.mark.parametrize(
    ("before", "after"),
    [("open", State.OPEN), ("returned", State.RETURNED), ("undone", State.UNDONE)],
)
def test_taking_a_submission_back_leads_to_where_it_was(before, after):
    obligation = ObligationFactory(undone=before == "undone")
    EvidenceFactory(obligation=obligation)
    if before == "returned":
        SubmissionFactory(obligation=obligation, returned=True)
    submission = services.submit(obligation=obligation, actor=UserFactory(), note="Menyusul.")

    services.withdraw_submission(obligation=obligation, actor=UserFactory())

    submission.refresh_from_db()
    obligation.refresh_from_db()
    assert (submission.state, obligation.state) == (SubmissionState.WITHDRAWN, after)
    assert acts_on(obligation) == [Act.SUBMITTED, Act.SUBMISSION_WITHDRAWN]
    assert payload_on(obligation) == {"submission": submission.pk}


def test_taking_back_refuses_where_nothing_waits():
    obligation = ObligationFactory(accepted=True)

    with refused("not_submitted"):
        services.withdraw_submission(obligation=obligation, actor=UserFactory())


def once_row():
    row = RowFactory(expectation=Expectation.ONCE)
    january = ObligationFactory(indicator=row, office=row.plan.office, month=1)
    march = ObligationFactory(indicator=row, office=row.plan.office, month=3)
    return january, march


def test_reuse_points_at_the_same_files():
    january, march = once_row()
    file = stored("SK tim")
    EvidenceFactory(obligation=january, file=file, kind="decree", number="14", note="asli")
    EvidenceFactory(obligation=january, withdrawn=True)

    made = services.reuse_evidence(obligation=march, source=january, actor=UserFactory())

    piece = march.evidence.with_versions().get()
    assert [piece] == made
    assert (piece.kind, piece.number, piece.note, piece.current.file) == (
        "decree",
        "14",
        "asli",
        file,
    )
    assert acts_on(march) == [Act.ADDED]


def test_reuse_refuses_rows_that_ask_every_month():
    row = RowFactory(expectation=Expectation.MONTHLY)
    january = ObligationFactory(indicator=row, office=row.plan.office, month=1)
    march = ObligationFactory(indicator=row, office=row.plan.office, month=3)
    EvidenceFactory(obligation=january)

    with refused("not_once"):
        services.reuse_evidence(obligation=march, source=january, actor=UserFactory())


def test_reuse_refuses_another_row_and_a_later_month():
    january, march = once_row()
    other, _later = once_row()
    EvidenceFactory(obligation=other)
    EvidenceFactory(obligation=march)

    with refused("not_same_row"):
        services.reuse_evidence(obligation=march, source=other, actor=UserFactory())
    with refused("not_same_row"):
        services.reuse_evidence(obligation=january, source=march, actor=UserFactory())


def test_reuse_refuses_to_do_it_twice():
    january, march = once_row()
    EvidenceFactory(obligation=january)
    services.reuse_evidence(obligation=march, source=january, actor=UserFactory())

    with refused("nothing_to_reuse"):
        services.reuse_evidence(obligation=march, source=january, actor=UserFactory())

    assert march.evidence.count() == 1
