"""Offering the record of a desk: its paper as evidence, under the key of the record."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.evidence.models import Evidence
from lempu.kernel.evidence.registry import DeskRecord, Paper
from lempu.kernel.evidence.services.offering import Content, Details, add_evidence
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.services import lock
from lempu.shared.errors import DomainError


def source_of(record: DeskRecord, paper: Paper) -> str:
    """What a version says it was made of."""
    return f"{record.key}:{paper.kind}"


@transaction.atomic
def offer_record(
    *, obligation: Obligation, actor: User, record: DeskRecord, paper: Paper, kind: str = ""
) -> Evidence:
    """Offer a paper of a record, under its own kind unless another is said.

    Refuses one that stands there already (``offered_already``).
    """
    source = source_of(record, paper)
    lock(obligation)
    standing = obligation.evidence.offered().filter(versions__source=source)
    if standing.exists():
        raise DomainError(
            _("This paper of the desk is offered here already."), code="offered_already"
        )
    return add_evidence(
        obligation=obligation,
        actor=actor,
        content=Content(file=paper.file, name=paper.name, source=source),
        details=Details(kind=kind or paper.kind, document_date=record.day, event_date=record.day),
    )
