"""Rows fed by measures in one month: their figures, and how far the report of the desk is."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from lempu.kernel.closing.models import DeskReport, Reading
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.plans.models import Binding
from lempu.kernel.plans.registry.measures import measure_of
from lempu.shared.periods import Month

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of one row: the stored reading, None while none was taken, against its target."""

    binding: Binding
    label: str
    reading: Reading | None

    @property
    def is_met(self) -> bool | None:
        """None where there is nothing to compare."""
        if self.reading is None or self.reading.value is None:
            return None
        return self.reading.value >= self.binding.target

    @property
    def target(self) -> str:
        return f"{self.binding.target.normalize():f}".replace(".", ",")


@dataclass(frozen=True, slots=True)
class FedRow:
    """One obligation that measures feed."""

    obligation: Obligation
    lines: list[Line] = field(default_factory=list)
    report: DeskReport | None = None


def fed_rows(office: "Office", month: Month) -> list[FedRow]:
    """Every obligation of the month that a measure feeds, in the order of the plan; four queries."""
    feeding = feeding_of(office)
    rows = list(fed_obligations(office, month, feeding))
    readings = latest_readings(office, month)
    reports: dict[int, DeskReport] = {}
    found = DeskReport.objects.filter(obligation__in=rows).select_related("pdf")
    for report in found.order_by("number"):
        reports[report.obligation_id] = report
    return [
        FedRow(
            row,
            [_line(each, readings) for each in feeding[row.indicator.key]],
            reports.get(row.pk),
        )
        for row in rows
    ]


def lines_of(obligation: Obligation) -> list[Line]:
    """The measures of one obligation; two queries."""
    feeding = feeding_of(obligation.office).get(obligation.indicator.key, [])
    readings = latest_readings(obligation.office, obligation.period)
    return [_line(each, readings) for each in feeding]


def feeding_of(office: "Office") -> dict[Any, list[Binding]]:
    """Bindings in force by the row they feed; one query."""
    found: dict[Any, list[Binding]] = {}
    bindings = Binding.objects.in_force().filter(office=office).select_related("confirmed_by")
    for binding in bindings.order_by("pk"):
        found.setdefault(binding.row_key, []).append(binding)
    return found


def fed_obligations(office: "Office", month: Month, feeding: dict[Any, list[Binding]]) -> Any:
    rows = Obligation.objects.counted().filter(
        office=office, year=month.year, month=month.number, indicator__key__in=list(feeding)
    )
    return rows.for_listing().order_by("indicator__order")


def latest_readings(office: "Office", month: Month) -> dict[str, Reading]:
    """The last stored reading of each measure; one query."""
    rows = Reading.objects.latest().filter(office=office, year=month.year, month=month.number)
    return {row.measure: row for row in rows}


def waiting_for(user: "User", office: "Office") -> list[Obligation]:
    """Obligations of a person's rows whose report of the desk they have not submitted; one query."""
    reported = DeskReport.objects.filter(
        obligation=OuterRef("pk"), evidence__withdrawn_at__isnull=True
    )
    rows = Obligation.objects.filter(
        Exists(reported),
        office=office,
        state__in=[State.OPEN, State.RETURNED],
        indicator__owners=user,
    )
    return list(rows.for_listing()[:20])


def months_fed(office: "Office", day: dt.date) -> list[Month]:
    """Months before ``day`` with open obligations that measures feed and no report yet; one query."""
    rows = (
        Obligation.objects.counted()
        .filter(
            office=office,
            state__in=[State.OPEN, State.RETURNED],
            desk_reports=None,
            indicator__key__in=Binding.objects.in_force().filter(office=office).values("row_key"),
        )
        .values_list("year", "month")
        .distinct()
    )
    months = sorted(Month(year, number) for year, number in rows)
    return [month for month in months if month.last < day]


def as_number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _line(binding: Binding, readings: dict[str, Reading]) -> Line:
    each = measure_of(binding.measure)
    label = str(each.label) if each else binding.measure
    return Line(binding, label, readings.get(binding.measure))
