"""Papers of the desks that an obligation may be proved with, and what a record proves."""

from dataclasses import dataclass
from typing import Any

from lempu.kernel.evidence.models import Version
from lempu.kernel.evidence.registry import DeskRecord, Paper, records_of
from lempu.kernel.obligations.models import Obligation, ObligationQuerySet
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.suggestions import kind_label
from lempu.shared.http import may


@dataclass(frozen=True, slots=True)
class Offer:
    """One paper of a record; ``source`` is what evidence made of it says."""

    record: DeskRecord
    paper: Paper

    @property
    def source(self) -> str:
        return f"{self.record.key}:{self.paper.kind}"

    @property
    def words(self) -> str:
        return f"{kind_label(self.paper.kind)}: {self.record.title}"


def offers_for(obligation: Obligation, user: Any) -> list[Offer]:
    """What desks hold of the month and is not offered here yet; kinds that are asked for come first."""
    there = set(
        Version.objects.filter(
            evidence__obligation=obligation, evidence__withdrawn_at=None
        ).values_list("source", flat=True)
    )
    found = [
        Offer(record, paper)
        for source, record in records_of(obligation.office, obligation.period)
        if may(user, source.permission, obligation)
        for paper in record.papers
    ]
    asked = list(obligation.indicator.required)
    fresh = [offer for offer in found if offer.source not in there]
    return sorted(fresh, key=lambda offer: offer.paper.kind not in asked)


def served_by(office: Office, record: str) -> ObligationQuerySet:
    """Obligations that a record proves: evidence made of one of its papers stands there."""
    return (
        Obligation.objects.filter(
            office=office,
            evidence__withdrawn_at=None,
            evidence__versions__source__startswith=f"{record}:",
        )
        .distinct()
        .order_by("year", "month", "pk")
    )
