"""Which measures feed which row: what is confirmed, and what the words of a row propose."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lempu.kernel.plans import suggestions
from lempu.kernel.plans.models import Binding, Indicator, Plan
from lempu.kernel.plans.registry.measures import Measure, measure_of, measures

if TYPE_CHECKING:
    from lempu.kernel.offices.models import Office


@dataclass(frozen=True, slots=True)
class Proposal:
    """A measure that the words of a row ask for; ``reason`` names the words."""

    measure: Measure
    reason: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A binding in force with its measure, None where the desk is not installed any more."""

    binding: Binding
    measure: Measure | None

    @property
    def label(self) -> str:
        return str(self.measure.label if self.measure else self.binding.measure)

    @property
    def target(self) -> str:
        return as_target(self.binding.target).replace(".", ",")


@dataclass(frozen=True, slots=True)
class BoundRow:
    """One row of the plan, what feeds it, and what is proposed beside that."""

    indicator: Indicator
    bound: list[Bound] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Offered:
    """A measure as the page of one row offers it."""

    measure: Measure
    is_bound: bool
    target: Decimal
    reason: str


def offered_to(indicator: Indicator) -> list[Offered]:
    """Every measure: what is bound first, then what the words propose, then the others."""
    bound = {each.measure: each for each in bindings_of(indicator)}
    reasons = {each.measure.key: each.reason for each in proposals_of(indicator)}
    offered = [
        Offered(
            each,
            each.key in bound,
            bound[each.key].target if each.key in bound else each.target,
            reasons.get(each.key, ""),
        )
        for each in measures()
    ]
    return sorted(offered, key=lambda each: (not each.is_bound, not each.reason))


def bound_rows(plan: Plan) -> list[BoundRow]:
    """Every row of the plan in its order; two queries."""
    bindings: dict[object, list[Bound]] = {}
    for binding in _in_force(plan.office):
        bindings.setdefault(binding.row_key, []).append(Bound(binding, measure_of(binding.measure)))
    rows = Indicator.objects.filter(plan=plan).with_place().in_order()
    return [_bound_row(row, bindings.get(row.key, [])) for row in rows]


def bindings_of(indicator: Indicator) -> list[Binding]:
    """What feeds one row; one query."""
    rows = Binding.objects.in_force().filter(office=indicator.office, row_key=indicator.key)
    return list(rows.order_by("pk"))


def proposals_of(indicator: Indicator) -> list[Proposal]:
    """Measures whose words stand in the row; the sub-activity and indicator must be loaded."""
    found = []
    for each in measures():
        words = suggestions.words_found(each.words, indicator.sub_activity.name, indicator.text)
        if words:
            said = ", ".join(f"“{word}”" for word in words)
            found.append(Proposal(each, _("The row speaks of %(words)s.") % {"words": said}))
    return found


def rows_by_measure(office: "Office", year: int) -> dict[str, list[str]]:
    """Codes of the rows of the plan in force that each measure feeds; two queries."""
    codes = dict(
        Indicator.objects.filter(plan__in=Plan.objects.enacted().filter(office=office, year=year))
        .in_order()
        .values_list("key", "code")
    )
    found: dict[str, list[str]] = {}
    for binding in _in_force(office):
        if binding.row_key in codes:
            found.setdefault(binding.measure, []).append(codes[binding.row_key])
    return {key: sorted(rows) for key, rows in found.items()}


def as_target(value: Decimal) -> str:
    """A target without needless zeros: "100", "0.5"."""
    return f"{value.normalize():f}"


def _bound_row(row: Indicator, bound: list[Bound]) -> BoundRow:
    taken = {each.binding.measure for each in bound}
    proposals = [each for each in proposals_of(row) if each.measure.key not in taken]
    return BoundRow(row, bound, proposals)


def _in_force(office: "Office") -> "list[Binding]":
    return list(Binding.objects.in_force().filter(office=office).order_by("pk"))
