import datetime as dt

import pytest
from django.utils import timezone

from lempu.kernel.evidence import services as evidence
from lempu.kernel.evidence.enums import SubmissionState
from lempu.kernel.evidence.tests.asking import acts_on
from lempu.kernel.evidence.tests.factories import (
    EvidenceFactory,
    SubmissionFactory,
    VersionFactory,
    stored,
    submitted,
)
from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.tests.factories import ObligationFactory
from lempu.kernel.offices.tests.factories import OfficeFactory, UserFactory
from lempu.kernel.reviews import selectors, services
from lempu.kernel.reviews.enums import Act
from lempu.kernel.reviews.models import Decision
from lempu.shared.errors import DomainError

pytestmark = pytest.mark.django_db


def decide(submission, actor=None, *, accept=True, reason="", **rest):
    given = {"content_hash": submission.content_hash, **rest}
    actor = actor or UserFactory()
    return services.decide(
        submission=submission, actor=actor, accept=accept, reason=reason, **given
    )


@pytest.mark.parametrize(
    ("nil", "accept", "state", "submission_state", "act"),
    [
        (False, True, State.ACCEPTED, SubmissionState.ACCEPTED, Act.ACCEPTED),
        (True, True, State.NIL, SubmissionState.ACCEPTED, Act.ACCEPTED),
        (False, False, State.RETURNED, SubmissionState.RETURNED, Act.RETURNED),
        (True, False, State.RETURNED, SubmissionState.RETURNED, Act.RETURNED),
    ],
)
def test_decide_moves_the_obligation_and_writes_one_entry(
    nil, accept, state, submission_state, act
):
    submission = SubmissionFactory(nil=nil)

    decision = decide(submission, accept=accept, reason="Ganti foto.", checks=["Foto sesuai"])

    submission.refresh_from_db()
    submission.obligation.refresh_from_db()
    assert (submission.obligation.state, submission.state) == (state, submission_state)
    assert (submission.answer, decision.checks) == ("Ganti foto.", ["Foto sesuai"])
    assert acts_on(submission.obligation) == [act]
    payload = ledger.payload_of(ledger.history_of([submission.obligation])[0])
    assert (payload["decision"], payload["content_hash"]) == (decision.pk, submission.content_hash)


@pytest.mark.parametrize(
    "state",
    [
        SubmissionState.ACCEPTED,
        SubmissionState.RETURNED,
        SubmissionState.WITHDRAWN,
        SubmissionState.VOID,
    ],
)
def test_decide_refuses_what_no_longer_waits(state):
    submission = SubmissionFactory(state=state)

    refusal = refused(submission)

    assert refusal == ("not_waiting", [])


def refused(submission, actor=None, **rest) -> tuple[str, list[str]]:
    with pytest.raises(DomainError) as caught:
        decide(submission, actor, **rest)
    assert not Decision.objects.exists()
    return caught.value.code, acts_on(submission.obligation)


def test_decide_refuses_another_fingerprint_than_what_was_seen():
    assert refused(SubmissionFactory(), content_hash="0" * 64) == ("content_changed", [])


def test_decide_refuses_content_that_changed_behind_the_submission():
    submission = submitted(OfficeFactory())
    submission.obligation.evidence.update(number="diam-diam")

    assert refused(submission) == ("content_changed", [])


def test_decide_refuses_the_one_who_submitted():
    submission = SubmissionFactory()

    assert refused(submission, submission.submitted_by) == ("own_evidence", [])


def test_decide_refuses_who_added_a_version_that_somebody_else_submitted():
    adder = UserFactory()
    obligation = ObligationFactory(submitted=True)
    VersionFactory(evidence=EvidenceFactory(obligation=obligation), number=2, added_by=adder)
    submission = SubmissionFactory(obligation=obligation)

    assert refused(submission, adder) == ("own_evidence", [])


@pytest.mark.parametrize("kind", ["file", "link"])
def test_decide_refuses_who_first_added_what_somebody_else_used_again(kind):
    adder, other = UserFactory(), UserFactory()
    given = {"file": stored()} if kind == "file" else {"file__url": "https://kpu.go.id/sk-tim"}
    EvidenceFactory(added_by=adder, **given)
    obligation = ObligationFactory(submitted=True)
    EvidenceFactory(obligation=obligation, added_by=other, **given)
    submission = SubmissionFactory(obligation=obligation, submitted_by=other)

    assert refused(submission, adder) == ("own_evidence", [])
    assert selectors.own_count(adder, obligation.office) == 1


def test_decide_lets_those_decide_whose_piece_was_withdrawn():
    adder = UserFactory()
    obligation = ObligationFactory(submitted=True)
    EvidenceFactory(obligation=obligation, withdrawn=True, added_by=adder)
    submission = SubmissionFactory(obligation=obligation)

    decide(submission, adder)

    assert acts_on(obligation) == [Act.ACCEPTED]


def test_decide_refuses_to_return_without_words():
    assert refused(SubmissionFactory(), accept=False, reason=" ") == ("reason_required", [])


def test_undo_brings_the_submission_back_and_keeps_both_acts():
    submission, reviewer = submitted(OfficeFactory()), UserFactory()
    decision = decide(submission, reviewer)

    services.undo(decision=decision, actor=reviewer)

    submission.refresh_from_db()
    submission.obligation.refresh_from_db()
    assert (submission.state, submission.obligation.state) == (
        SubmissionState.WAITING,
        State.SUBMITTED,
    )
    assert submission.answer == ""
    assert acts_on(submission.obligation) == [Act.ACCEPTED, Act.UNDONE]


def test_a_decision_can_follow_one_that_was_undone():
    submission, reviewer = submitted(OfficeFactory()), UserFactory()
    services.undo(decision=decide(submission, reviewer), actor=reviewer)
    submission.refresh_from_db()

    decide(submission, reviewer, accept=False, reason="Ganti foto.")

    assert acts_on(submission.obligation) == [Act.ACCEPTED, Act.UNDONE, Act.RETURNED]


def undo_refused(decision, actor) -> str:
    with pytest.raises(DomainError) as caught:
        services.undo(decision=decision, actor=actor)
    decision.refresh_from_db()
    return caught.value.code


def test_undo_is_for_the_one_who_decided():
    decision = decide(SubmissionFactory())

    assert undo_refused(decision, UserFactory()) == "not_yours"


def test_undo_is_refused_when_its_seconds_are_over():
    submission = SubmissionFactory()
    decision = decide(submission)
    seconds = submission.office.undo_seconds + 11
    Decision.objects.update(decided_at=timezone.now() - dt.timedelta(seconds=seconds))

    assert undo_refused(decision, decision.decided_by) == "too_late"


def test_undo_is_refused_twice():
    decision = decide(SubmissionFactory())
    services.undo(decision=decision, actor=decision.decided_by)

    assert undo_refused(decision, decision.decided_by) == "too_late"


def test_undo_is_refused_once_the_content_changed():
    submission = submitted(OfficeFactory())
    decision = decide(submission, accept=False, reason="Ganti.")
    evidence.add_evidence(
        obligation=submission.obligation,
        actor=UserFactory(),
        content=evidence.Content(url="https://kpu.go.id"),
        details=evidence.Details(kind="photo"),
    )

    assert undo_refused(decision, decision.decided_by) == "too_late"


def test_undo_is_refused_once_it_was_sent_again():
    submission = submitted(OfficeFactory())
    decision = decide(submission, accept=False, reason="Ganti.")
    evidence.submit(obligation=submission.obligation, actor=UserFactory(), note="Sudah benar.")

    assert undo_refused(decision, decision.decided_by) == "too_late"
