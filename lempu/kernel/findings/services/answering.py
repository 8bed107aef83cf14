"""What people say to findings, and which rules an office wants."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.evidence.models import Version
from lempu.kernel.findings.enums import Act, Rule
from lempu.kernel.findings.models import Finding, Switch
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.models import Office
from lempu.shared.errors import DomainError


@transaction.atomic
def accept(*, finding: Finding, actor: User, reason: str) -> Finding:
    """Say why a finding is in order; it stays visible with the reason.

    Refuses without words (``reason_required``), twice (``already_accepted``), when it is gone (``gone``)
    and of evidence the person added themselves (``own_evidence``): a second pair of eyes answers.
    """
    row = _locked(finding)
    if not reason.strip():
        raise DomainError(_("Say why this is in order."), code="reason_required", field="reason")
    if row.gone_at is not None:
        raise DomainError(
            _("The evidence changed meanwhile, and this is noticed no more."), code="gone"
        )
    if row.accepted_at is not None:
        raise DomainError(
            _("Somebody accepted this already. Load the page again."), code="already_accepted"
        )
    if is_own(row, actor):
        raise DomainError(
            _("You added this evidence yourself. Somebody else says whether it is in order."),
            code="own_evidence",
        )
    row.accepted_at, row.accepted_by, row.reason = timezone.now(), actor, reason.strip()
    row.save(update_fields=["accepted_at", "accepted_by", "reason"])
    _record(row, Act.ACCEPTED, actor, reason=row.reason)
    return row


@transaction.atomic
def reopen(*, finding: Finding, actor: User) -> Finding:
    """Take an acceptance back. Refuses what nobody accepted (``not_accepted``)."""
    row = _locked(finding)
    if row.accepted_at is None:
        raise DomainError(_("Nobody has accepted this."), code="not_accepted")
    was = row.reason
    row.accepted_at, row.accepted_by, row.reason = None, None, ""
    row.save(update_fields=["accepted_at", "accepted_by", "reason"])
    _record(row, Act.REOPENED, actor, was=was)
    return row


def is_own(finding: Finding, user: User) -> bool:
    """Whether the person added what the finding speaks of, or anything offered with it."""
    offered = Version.objects.owed_to(user).filter(evidence__obligation=finding.obligation_id)
    return offered.exists()


@transaction.atomic
def switch(*, office: Office, rule: str, on: bool, actor: User) -> bool:
    """Switch a rule on or off for an office; false when it was so already, and nothing is written."""
    row = Switch.objects.filter(office=office, rule=Rule(rule))
    if row.exists() is not on:
        return False
    if on:
        row.delete()
    else:
        Switch.objects.create(office=office, rule=rule, switched_by=actor)
    ledger.record(
        office=office,
        act=Act.SWITCHED_ON if on else Act.SWITCHED_OFF,
        subject=office,
        actor=actor,
        rule=str(rule),
    )
    return True


def _locked(finding: Finding) -> Finding:
    rows = Finding.objects.select_for_update(of=("self",)).select_related("obligation", "office")
    return rows.get(pk=finding.pk)


def _record(row: Finding, act: str, actor: User, **said: str) -> None:
    """The entry names the pair by our own keys: nothing of another office stands in it."""
    ledger.record(
        office=row.office,
        act=act,
        subject=row.obligation,
        actor=actor,
        finding=row.pk,
        rule=row.rule,
        version=row.version_id,
        **said,
    )
