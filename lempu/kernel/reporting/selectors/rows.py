"""Rows of the plan that ask for a report, and the obligations a signed one proves."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lempu.kernel.obligations.models import Obligation
from lempu.kernel.plans import selectors as plans
from lempu.kernel.reporting.models import Report, RowChoice
from lempu.kernel.reporting.suggestions import asks_for

if TYPE_CHECKING:
    from lempu.kernel.offices.models import Office
    from lempu.kernel.plans.models import Indicator, Plan


@dataclass(frozen=True, slots=True)
class Asking:
    """A row, whether it asks for the report, and whether a person said so or its words do."""

    indicator: "Indicator"
    asks: bool
    is_decided: bool

    @property
    def is_suggested(self) -> bool:
        return self.asks and not self.is_decided


def asking_rows(plan: "Plan", kind: str) -> list[Asking]:
    """Every row of the plan; two queries. Undecided rows ask if their words do."""
    decided = dict(
        RowChoice.objects.filter(office=plan.office_id, kind=kind).values_list("row_key", "asks")
    )
    return [
        Asking(
            row,
            decided.get(row.key, asks_for(kind, row.text, row.sub_activity.name)),
            row.key in decided,
        )
        for row in plans.rows_of(plan)
    ]


def obligations_for(report: Report, office: "Office") -> list[Obligation]:
    """What a signed report proves: of each confirmed row the obligation of the period.

    For a quarter that is the last month of it in which the row is ticked.
    """
    keys = RowChoice.objects.filter(office=office, kind=report.kind, asks=True)
    rows = Obligation.objects.counted().filter(
        office=office,
        year=report.year,
        month__in=[month.number for month in report.months],
        indicator__key__in=list(keys.values_list("row_key", flat=True)),
    )
    latest: dict[int, Obligation] = {}
    for row in rows.select_related("indicator", "office").order_by("month", "indicator__order"):
        latest[row.indicator_id] = row
    return sorted(latest.values(), key=lambda row: row.indicator.order)
