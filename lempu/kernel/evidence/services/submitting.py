"""Sending what is offered to the reviewer, and taking it back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.evidence import selectors
from lempu.kernel.evidence.enums import Act, SubmissionKind, SubmissionState
from lempu.kernel.evidence.models import Submission
from lempu.kernel.evidence.rules import represented
from lempu.kernel.evidence.services.offering import reopen
from lempu.kernel.ledger import services as ledger
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.services import lock
from lempu.kernel.plans.enums import Expectation
from lempu.shared.errors import DomainError
from lempu.shared.periods import today


@transaction.atomic
def submit(*, obligation: Obligation, actor: User, note: str = "") -> Submission:
    """Send what is offered to the reviewer.

    Refuses when nothing is offered (``nothing_offered``), when it waits or is done already
    (``already_submitted``, ``already_done``) and when required evidence is missing without a
    note that says why (``incomplete``).
    """
    obligation = lock(obligation)
    _require_open(obligation)
    needs = selectors.checklist(obligation)
    if not any(need.is_met for need in needs):
        raise DomainError(
            _("Add at least one file or link before you submit."), code="nothing_offered"
        )
    lacking = selectors.missing(needs)
    if lacking and not note.strip():
        raise DomainError(
            _("Still missing: %(list)s. Add them, or say in the note why they are not there.")
            % {"list": ", ".join(lacking)},
            code="incomplete",
            field="note",
        )
    return _submit(obligation, actor, SubmissionKind.PROOF, note.strip())


@transaction.atomic
def state_nil(*, obligation: Obligation, actor: User, reason: str) -> Submission:
    """State that nothing happened in the month; goes to the reviewer like any proof.

    Refused on rows that are not *per event* (``nil_not_allowed``), before the month begins
    (``not_begun``) and without a reason (``reason_required``).
    """
    obligation = lock(obligation)
    _require_open(obligation)
    if obligation.indicator.expectation != Expectation.PER_EVENT:
        raise DomainError(
            _("Nothing to report is not an answer on this row."), code="nil_not_allowed"
        )
    if today(obligation.office.timezone) < obligation.begins_on:
        raise DomainError(_("The month has not begun yet."), code="not_begun")
    if not reason.strip():
        raise DomainError(
            _("Say why there is nothing to report this month."),
            code="reason_required",
            field="reason",
        )
    return _submit(obligation, actor, SubmissionKind.NIL, reason.strip())


@transaction.atomic
def withdraw_submission(*, obligation: Obligation, actor: User) -> Obligation:
    """Take a submission back before it is decided. Refuses ``not_submitted``."""
    obligation = lock(obligation)
    if obligation.state != State.SUBMITTED:
        raise DomainError(_("Nothing of this obligation waits for review."), code="not_submitted")
    submission = obligation.submissions.waiting().get()
    submission.state = SubmissionState.WITHDRAWN
    submission.save(update_fields=["state"])
    reopen(obligation)
    ledger.record(
        office=obligation.office,
        act=Act.SUBMISSION_WITHDRAWN,
        subject=obligation,
        actor=actor,
        submission=submission.pk,
    )
    return obligation


def _submit(obligation: Obligation, actor: User, kind: str, reason: str) -> Submission:
    now = timezone.now()
    is_late = today(obligation.office.timezone) > obligation.due_on
    content = selectors.manifest(obligation)
    fingerprint = selectors.fingerprint_of(content, kind=kind, reason=reason)
    submission = Submission.objects.create(
        office=obligation.office,
        obligation=obligation,
        kind=kind,
        reason=reason,
        manifest=content,
        content_hash=fingerprint,
        submitted_by=actor,
        on_behalf_of=represented(actor, obligation),
        submitted_at=now,
        is_late=is_late,
    )
    obligation.state = State.SUBMITTED
    obligation.submitted_at = now
    obligation.was_late = obligation.was_late or is_late
    obligation.save(update_fields=["state", "submitted_at", "was_late"])
    act = Act.NIL_STATED if kind == SubmissionKind.NIL else Act.SUBMITTED
    ledger.record(
        office=obligation.office,
        act=act,
        subject=obligation,
        actor=actor,
        submission=submission.pk,
        content=submission.manifest,
        content_hash=fingerprint,
        reason=reason,
        late=is_late,
    )
    return submission


def _require_open(obligation: Obligation) -> None:
    if obligation.state == State.SUBMITTED:
        raise DomainError(_("This obligation waits for review already."), code="already_submitted")
    if obligation.state in (State.ACCEPTED, State.NIL):
        raise DomainError(_("This obligation is done already."), code="already_done")
