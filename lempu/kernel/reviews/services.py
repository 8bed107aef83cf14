"""Deciding on proof."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.evidence import selectors as evidence
from lempu.kernel.evidence.enums import SubmissionKind, SubmissionState
from lempu.kernel.evidence.models import Submission, Version
from lempu.kernel.ledger import services as ledger
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.services import lock
from lempu.kernel.reviews import selectors
from lempu.kernel.reviews.enums import Act
from lempu.kernel.reviews.models import Decision
from lempu.shared.errors import DomainError


@transaction.atomic
def decide(
    *,
    submission: Submission,
    actor: User,
    accept: bool,
    content_hash: str,
    reason: str = "",
    checks: list[str] | None = None,
) -> Decision:
    """Accept or return a submission.

    ``content_hash`` is the fingerprint the reviewer had before their eyes. Refuses a submission
    that does not wait (``not_waiting``), content that is not what was seen (``content_changed``),
    one's own work (``own_evidence``) and a return without words (``reason_required``). Nobody
    reviews what they submitted or added themselves, whatever roles they hold; the rule lives here
    because it must also bind imports and jobs.
    """
    obligation = lock(Obligation(pk=submission.obligation_id))
    submission = Submission.objects.select_related("office").get(pk=submission.pk)
    _require_waiting(submission)
    _require_seen(submission, obligation, content_hash)
    _require_other_eyes(submission, actor)
    _require_words(reason, accept=accept)
    decision = Decision.objects.create(
        submission=submission,
        accepted=accept,
        reason=reason.strip(),
        checks=checks or [],
        content_hash=content_hash,
        decided_by=actor,
        decided_at=timezone.now(),
    )
    submission.state = SubmissionState.ACCEPTED if accept else SubmissionState.RETURNED
    submission.answer = decision.reason
    submission.save(update_fields=["state", "answer"])
    obligation.state = _state_after(submission, accept=accept)
    obligation.save(update_fields=["state"])
    ledger.record(
        office=submission.office,
        act=Act.ACCEPTED if accept else Act.RETURNED,
        subject=obligation,
        actor=actor,
        submission=submission.pk,
        decision=decision.pk,
        content_hash=content_hash,
        reason=decision.reason,
        checks=decision.checks,
    )
    return decision


@transaction.atomic
def undo(*, decision: Decision, actor: User) -> Submission:
    """Take a decision back within the seconds the office allows; both acts stay in the ledger.

    Refuses somebody else's decision (``not_yours``) and one past its time or whose obligation has
    moved on (``too_late``).
    """
    submission = Submission.objects.select_related("office").get(pk=decision.submission_id)
    obligation = lock(Obligation(pk=submission.obligation_id))
    submission.refresh_from_db(fields=["state", "content_hash"])
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if decision.decided_by_id != actor.pk:
        raise DomainError(_("Only the person who decided can undo it."), code="not_yours")
    in_time = decision.undone_at is None and timezone.now() <= _limit(decision, submission)
    if not in_time or _has_moved_on(decision, submission, obligation):
        raise DomainError(
            _("The decision stands; the time to undo it has passed."), code="too_late"
        )
    decision.undone_at = timezone.now()
    decision.save(update_fields=["undone_at"])
    submission.state, submission.answer = SubmissionState.WAITING, ""
    submission.save(update_fields=["state", "answer"])
    obligation.state = State.SUBMITTED
    obligation.save(update_fields=["state"])
    ledger.record(
        office=submission.office,
        act=Act.UNDONE,
        subject=obligation,
        actor=actor,
        decision=decision.pk,
    )
    return submission


def may_still_undo(decision: Decision) -> bool:
    """Whether it is worth offering; ``undo`` itself judges anew."""
    in_time = timezone.now() <= _limit(decision, decision.submission)
    return decision.undone_at is None and in_time


def _limit(decision: Decision, submission: Submission) -> dt.datetime:
    # Ten seconds of grace for a slow line: what counts is when the person pressed.
    return decision.decided_at + dt.timedelta(seconds=submission.office.undo_seconds + 10)


def _has_moved_on(decision: Decision, submission: Submission, obligation: Obligation) -> bool:
    """Whether the obligation was changed or sent again since the decision."""
    if obligation.state != _state_after(submission, accept=decision.accepted):
        return True
    now = evidence.content_hash(obligation, kind=submission.kind, reason=submission.reason)
    return now != submission.content_hash


def _require_words(reason: str, *, accept: bool) -> None:
    if not accept and not reason.strip():
        raise DomainError(
            _("Say what must be replaced, so that the sender need not ask."),
            code="reason_required",
            field="reason",
        )


def _state_after(submission: Submission, *, accept: bool) -> str:
    if not accept:
        return State.RETURNED
    return State.NIL if submission.kind == SubmissionKind.NIL else State.ACCEPTED


def _require_waiting(submission: Submission) -> None:
    if submission.state != SubmissionState.WAITING:
        raise DomainError(
            _("This submission no longer waits: it was decided or changed meanwhile."),
            code="not_waiting",
        )


def _require_seen(submission: Submission, obligation: Obligation, content_hash: str) -> None:
    now = evidence.content_hash(obligation, kind=submission.kind, reason=submission.reason)
    if content_hash != submission.content_hash or now != submission.content_hash:
        raise DomainError(
            _("The content changed while you were reading. Look at it again before you decide."),
            code="content_changed",
        )


def is_own(submission: Submission, person: User) -> bool:
    """Whether the person submitted it, or once added any file or link of what it offers.

    What was done in a person's place is theirs too, and so is, while they stand in for somebody, what
    is that person's: a delegation gives nobody a second pair of eyes.
    """
    people = selectors.one_with(person, submission.office_id)
    keys = {each.pk for each in people}
    added = Version.objects.owed_to(*people).filter(evidence__obligation=submission.obligation_id)
    by = {submission.submitted_by_id, submission.on_behalf_of_id}
    return bool(keys & by) or added.exists()


def _require_other_eyes(submission: Submission, actor: User) -> None:
    if is_own(submission, actor):
        raise DomainError(
            _("You cannot review your own submission. Another reviewer will."), code="own_evidence"
        )
