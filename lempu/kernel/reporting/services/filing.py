"""A signed report becomes evidence of the rows that ask for it, without anybody's doing."""

from django.db import transaction

from lempu.kernel.accounts.models import User
from lempu.kernel.evidence import services as evidence
from lempu.kernel.evidence.models import Evidence
from lempu.kernel.ledger import services as ledger
from lempu.kernel.obligations.enums import DONE, State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.services import lock
from lempu.kernel.reporting import renditions, selectors
from lempu.kernel.reporting.enums import Act, FiledAs
from lempu.kernel.reporting.models import Filing, Version
from lempu.shared.errors import DomainError

KIND = "report"


def file_as_evidence(*, version: Version, actor: User) -> list[Filing]:
    """Offer the PDF to every obligation that asks for it; within the transaction of the signature.

    The piece is added in the name of who made the version and submitted by who signed it, so that
    neither of them reviews it. Proof that waits or was accepted is left alone, for new content would
    void the decision; a version is never filed twice.
    """
    filings = []
    for obligation in selectors.obligations_for(version.report, version.report.office):
        if Filing.objects.filter(version=version, obligation=obligation).exists():
            continue
        piece, outcome = _offer(lock(obligation), version, actor)
        filing = Filing.objects.create(
            version=version, obligation=obligation, evidence=piece, outcome=outcome
        )
        ledger.record(
            office=obligation.office,
            act=Act.FILED,
            subject=obligation,
            actor=actor,
            report=version.report_id,
            version=version.number,
            outcome=outcome,
        )
        filings.append(filing)
    return filings


def _offer(
    obligation: Obligation, version: Version, actor: User
) -> tuple[Evidence | None, FiledAs]:
    if obligation.state in (State.SUBMITTED, *DONE):
        return None, FiledAs.STANDS
    piece = _piece(obligation, version)
    try:
        with transaction.atomic():
            evidence.submit(obligation=obligation, actor=actor)
    except DomainError:
        return piece, FiledAs.ADDED  # the row asks for more: its owner completes it
    return piece, FiledAs.SUBMITTED


def _piece(obligation: Obligation, version: Version) -> Evidence:
    """A new piece, or a new version of the one an earlier version of the report was filed as."""
    name = f"{renditions.subject_of(version.snapshot)} (versi {version.number}).pdf"
    content = evidence.Content(
        file=version.pdf, name=name, source=f"reporting.version:{version.pk}"
    )
    details = evidence.Details(
        kind=KIND, number=version.letter_number, document_date=version.letter_date
    )
    earlier = Filing.objects.filter(
        obligation=obligation,
        version__report=version.report_id,
        evidence__isnull=False,
        evidence__withdrawn_at=None,
    ).select_related("evidence")
    before = earlier.order_by("-pk").first()
    if before is None or before.evidence is None:
        return evidence.add_evidence(
            obligation=obligation, actor=version.made_by, content=content, details=details
        )
    evidence.add_version(evidence=before.evidence, actor=version.made_by, content=content)
    return evidence.describe_evidence(
        evidence=before.evidence, actor=version.made_by, details=details
    )
