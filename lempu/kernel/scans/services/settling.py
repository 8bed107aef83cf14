"""What people do with a scan in the tray."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.evidence import services as evidence
from lempu.kernel.ledger import services as ledger
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.scans.enums import Act, ScanState
from lempu.kernel.scans.models import Scan
from lempu.shared.errors import DomainError


@transaction.atomic
def file_by_hand(*, scan: Scan, obligation: Obligation, kind: str, actor: User) -> Scan:
    """Offer a scan of the tray as evidence. Refuses one that is settled (``settled``) and a row of another
    office (``other_office``)."""
    row = _waiting(scan)
    if obligation.office_id != row.office_id:
        raise DomainError(_("This row belongs to another office."), code="other_office")
    piece = evidence.add_evidence(
        obligation=obligation,
        actor=actor,
        content=evidence.Content(file=row.file, name=row.name),
        details=evidence.Details(kind=kind),
    )
    row.evidence = piece
    return _settled(row, ScanState.FILED, Act.FILED, actor, evidence=piece.pk)


@transaction.atomic
def set_aside(*, scan: Scan, reason: str, actor: User) -> Scan:
    """Say that a scan is no evidence; its bytes stay. Refuses without words (``reason_required``)."""
    row = _waiting(scan)
    if not reason.strip():
        raise DomainError(_("Say why it is set aside."), code="reason_required", field="reason")
    row.reason = reason.strip()
    return _settled(row, ScanState.SET_ASIDE, Act.SET_ASIDE, actor, reason=row.reason)


def _waiting(scan: Scan) -> Scan:
    rows = Scan.objects.select_for_update(of=("self",)).select_related("office")
    row = rows.get(pk=scan.pk)
    if row.state != ScanState.WAITING:
        raise DomainError(
            _("Somebody settled this scan already. Load the page again."), code="settled"
        )
    return row


def _settled(row: Scan, state: str, act: str, actor: User, **said: Any) -> Scan:
    row.state, row.settled_by, row.settled_at = state, actor, timezone.now()
    row.save()
    ledger.record(office=row.office, act=act, subject=row, actor=actor, name=row.name, **said)
    return row
