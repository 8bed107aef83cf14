"""The counts of offices: from their tallies where these still hold, else from the obligations."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeAlias

from django.db.models import Count

from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.oversight.models import Tally
from lempu.kernel.oversight.selectors.figures import Figures, total_of

#: office -> month, or area of change -> figures
Counts: TypeAlias = "dict[int, dict[Any, Figures]]"
#: office -> figures of the year and of the running month, None where nothing is owed in it
Glances: TypeAlias = "dict[int, tuple[Figures, Figures | None]]"

AREA = "indicator__sub_activity__activity__programme__area"


def at_a_glance(offices: list[int], year: int, day: dt.date) -> Glances:
    """The year of each office as a whole, and its running month; queries as for ``by_month``."""
    kept = {office: parts for office, parts in _kept(offices, year, day, "glance").items() if parts}
    found: Glances = {
        office: (Figures(*whole), Figures(*running) if running else None)
        for office, (whole, running) in kept.items()
    }
    counted = count(_others(offices, kept), year, day, "month")
    return found | {office: glance_of(months, year, day) for office, months in counted.items()}


def glance_of(
    months: dict[Any, Figures], year: int, day: dt.date
) -> tuple[Figures, Figures | None]:
    """The whole of months, and the one that ``day`` lies in."""
    return total_of(months.values()), months.get(day.month) if year == day.year else None


def by_month(offices: list[int], year: int, day: dt.date) -> Counts:
    """The year of each office month by month, exact as of now; two queries, three where something
    changed since the tallies were counted."""
    kept = _kept(offices, year, day, "months")
    found: Counts = {
        office: {int(month): Figures(*numbers) for month, numbers in months.items()}
        for office, months in kept.items()
    }
    return found | count(_others(offices, kept), year, day, "month")


def by_area(offices: list[int], year: int, day: dt.date) -> Counts:
    """The year of each office by area of change ("" is a programme without one)."""
    kept = _kept(offices, year, day, "areas")
    found: Counts = {
        office: {area: Figures(*numbers) for area, numbers in areas.items()}
        for office, areas in kept.items()
    }
    return found | count(_others(offices, kept), year, day, AREA)


def count(offices: list[int], year: int, day: dt.date, across: str) -> Counts:
    """From the obligations themselves; one query, none where no office is asked."""
    found: Counts = defaultdict(lambda: defaultdict(Figures))
    if not offices:
        return {}
    rows = (
        Obligation.objects.counted()
        .filter(year=year, office__in=offices)
        .values_list("office_id", across, "state", "was_late", "due_on")
        .annotate(number=Count("*"))
        .order_by()
    )
    for office, key, state, late, due_on, number in rows:
        found[office][key].count(number, state, due_on, day, late=late)
    return {office: dict(parts) for office, parts in found.items()}


def _kept(offices: list[int], year: int, day: dt.date, which: str) -> dict[int, Any]:
    """What the tallies hold of offices about which they still hold."""
    rows = Tally.objects.filter(year=year, day=day, office__in=offices)
    ends = ledger.ends_of(offices)
    return {
        office: content
        for office, seq, content in rows.values_list("office_id", "seq", which)
        if seq == ends.get(office, 0)
    }


def _others(offices: list[int], kept: Iterable[int]) -> list[int]:
    return sorted(set(offices) - set(kept))
