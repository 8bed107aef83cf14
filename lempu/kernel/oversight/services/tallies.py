"""Keeping the tallies. They are derived and of no office's making, so the ledger does not note them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.oversight.models import Tally
from lempu.kernel.oversight.selectors import counts
from lempu.kernel.oversight.selectors.figures import Figures
from lempu.kernel.plans.models import Plan

#: Offices counted in one statement.
BATCH = 60


def refresh_tallies(day: dt.date) -> int:
    """Count anew what no longer holds; returns how many tallies were written.

    The end of the ledger is read before the obligations: whatever happens in between makes the
    tally look older than it is, so that it is counted again, and never newer.
    """
    years = set(Plan.objects.filter(enacted_at__isnull=False).values_list("office_id", "year"))
    ends = ledger.ends_of({office for office, _year in years})
    held = set(Tally.objects.filter(day=day).values_list("office_id", "year", "seq"))
    stale: dict[int, list[int]] = defaultdict(list)
    for office, year in sorted(years):
        if (office, year, ends.get(office, 0)) not in held:
            stale[year].append(office)
    written = 0
    for year, offices in stale.items():
        for start in range(0, len(offices), BATCH):
            written += _write(offices[start : start + BATCH], year, day, ends)
    return written


def _write(offices: list[int], year: int, day: dt.date, ends: dict[int, int]) -> int:
    months = counts.count(offices, year, day, "month")
    areas = counts.count(offices, year, day, counts.AREA)
    rows = [
        Tally(
            office_id=office,
            year=year,
            day=day,
            seq=ends.get(office, 0),
            months=_plain(months.get(office, {})),
            areas=_plain(areas.get(office, {})),
            glance=_glance(months.get(office, {}), year, day),
        )
        for office in offices
    ]
    Tally.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["year", "office"],
        update_fields=["day", "seq", "months", "areas", "glance"],
    )
    return len(rows)


def wrong_tallies(day: dt.date) -> list[Tally]:
    """Tallies that claim to hold on ``day`` and differ from the obligations; none when all is well."""
    rows = Tally.objects.filter(day=day).select_related("office").order_by("year", "office")
    ends = ledger.ends_of({row.office_id for row in rows})
    holding: dict[int, list[Tally]] = defaultdict(list)
    for row in rows:
        if row.seq == ends.get(row.office_id, 0):
            holding[row.year].append(row)
    return [row for year, tallies in holding.items() for row in _wrong(tallies, year, day)]


def _wrong(tallies: list[Tally], year: int, day: dt.date) -> Iterable[Tally]:
    offices = [row.office_id for row in tallies]
    months = counts.count(offices, year, day, "month")
    areas = counts.count(offices, year, day, counts.AREA)
    for row in tallies:
        truth = _plain(months.get(row.office_id, {})), _plain(areas.get(row.office_id, {}))
        glance = _glance(months.get(row.office_id, {}), year, day)
        if (row.months, row.areas, row.glance or glance) != (*truth, glance):
            yield row


def _plain(parts: dict[object, Figures]) -> dict[str, list[int]]:
    return {str(key): figures.numbers for key, figures in parts.items()}


def _glance(months: dict[object, Figures], year: int, day: dt.date) -> list[list[int] | None]:
    whole, running = counts.glance_of(months, year, day)
    return [whole.numbers, running.numbers if running else None]
