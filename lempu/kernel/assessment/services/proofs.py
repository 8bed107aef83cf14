"""Evidence under a question. The bytes stay where they are; only the link is made or ended."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.assessment.enums import WITH_OFFICE, Act
from lempu.kernel.assessment.models import Assessment, Proof
from lempu.kernel.assessment.services.answers import held
from lempu.kernel.evidence.models import Evidence
from lempu.kernel.ledger import services as ledger
from lempu.shared.errors import DomainError


@transaction.atomic
def link_proof(*, assessment: Assessment, item: str, evidence: list[Evidence], actor: User) -> int:
    """Let pieces of evidence prove a question; returns how many are new.

    Refuses while the round lies with assessors (``frozen``), an unknown question (``unknown_item``)
    and evidence of another office (``foreign``). Withdrawn evidence is left out.
    """
    assessment = _open(assessment, item)
    if any(piece.office_id != assessment.office_id for piece in evidence):
        raise DomainError(_("This evidence belongs to another office."), code="foreign")
    known = set(
        Proof.objects.filter(assessment=assessment, item=item).values_list("evidence", flat=True)
    )
    new = [p for p in evidence if p.pk not in known and p.withdrawn_at is None]
    now = timezone.now()
    Proof.objects.bulk_create(
        Proof(assessment=assessment, item=item, evidence=piece, linked_by=actor, linked_at=now)
        for piece in new
    )
    if new:
        ledger.record(
            office=assessment.office,
            act=Act.PROOF_LINKED,
            subject=assessment,
            actor=actor,
            item=item,
            evidence=[piece.pk for piece in new],
        )
    return len(new)


@transaction.atomic
def unlink_proof(*, assessment: Assessment, item: str, evidence: int, actor: User) -> None:
    """Take a piece of evidence from a question; the evidence itself stays. Refuses ``frozen``."""
    assessment = _open(assessment, item)
    gone, _kinds = Proof.objects.filter(
        assessment=assessment, item=item, evidence=evidence
    ).delete()
    if gone:
        ledger.record(
            office=assessment.office,
            act=Act.PROOF_UNLINKED,
            subject=assessment,
            actor=actor,
            item=item,
            evidence=[evidence],
        )


def _open(assessment: Assessment, item: str) -> Assessment:
    assessment = held(assessment)
    instrument = assessment.instrument
    if item not in instrument.questions and item not in instrument.results:
        raise DomainError(_("There is no such question."), code="unknown_item")
    if assessment.stage not in WITH_OFFICE:
        raise DomainError(
            _("What was submitted is frozen. It can be changed once the round was returned."),
            code="frozen",
        )
    return assessment
