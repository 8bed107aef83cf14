"""Evidence that may prove a question: what the rows that feed it hold already."""

from lempu.kernel.assessment.models import Assessment, Proof
from lempu.kernel.assessment.selectors.mapping import by_item, mapped_rows, plan_of
from lempu.kernel.evidence.models import Evidence
from lempu.kernel.plans.suggestions import kind_label

#: So many are offered on the page of a question; the rest is reached by their rows.
OFFERED = 60


def evidence_to_link(assessment: Assessment, item: str) -> list[tuple[Evidence, str]]:
    """Pieces of the rows that feed the question and are not linked to it yet, with their words.

    What a reviewer accepted comes first, then the latest month.
    """
    plan = plan_of(assessment)
    rows = by_item(mapped_rows(plan, assessment.instrument)).get(item, [])
    linked = Proof.objects.filter(assessment=assessment, item=item).values("evidence")
    pieces = (
        Evidence.objects.offered()
        .filter(office=assessment.office, obligation__year=assessment.year)
        .filter(obligation__indicator__in=[row.pk for row in rows])
        .exclude(pk__in=linked)
        .select_related("obligation__indicator")
        .order_by("obligation__state", "-obligation__month", "pk")
    )
    return [(piece, kind_label(piece.kind)) for piece in pieces[:OFFERED]]
