"""Where one office stands: figures, programmes, people, months, and what will fail."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lempu.kernel.accounts.models import User
from lempu.kernel.home.selectors.grid import ACTION, Cell, Row, Tally, tally
from lempu.kernel.obligations.enums import Shown
from lempu.kernel.plans.models import Indicator
from lempu.shared.periods import Month, months_of

#: An obligation is at risk when it falls due within these days and nothing was submitted.
RISK = dt.timedelta(days=7)
FAILING_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One programme, sub-division or person. ``due`` counts what had to be done by now."""

    name: str
    number: int | None
    key: str
    tally: Tally
    due: Tally

    @property
    def short(self) -> int:
        """How many of those that had to be done by now are not."""
        return self.due.total - self.due.done


@dataclass(frozen=True, slots=True)
class MonthTally:
    month: Month
    tally: Tally
    is_now: bool


@dataclass(frozen=True, slots=True)
class Failing:
    """An obligation that fails if nobody acts: returned, late, or due within days."""

    indicator: Indicator
    cell: Cell
    month: Month
    owners: list[User]
    days: int


@dataclass(frozen=True, slots=True)
class Cockpit:
    """The figures of one plan on one day.

    ``due`` counts obligations of months that have ended (``until``, None before the first has);
    ``year`` the whole plan.
    """

    day: dt.date
    until: Month | None
    year: Tally
    due: Tally
    late: int
    returned: int
    at_risk: int
    programmes: list[Line]
    units: list[Line]
    people: list[Line]
    months: list[MonthTally]
    failing: list[Failing]
    failing_count: int

    @property
    def action(self) -> int:
        return self.late + self.returned


def build(rows: list[Row], year: int, day: dt.date) -> Cockpit:
    cells = [cell for row in rows for cell in row.all_cells]
    until = last_ended(year, day)
    due = [cell for cell in cells if until and cell.month <= until.number]
    failing = _failing(rows, year, day)
    return Cockpit(
        day=day,
        until=until,
        year=tally(cells),
        due=tally(due),
        late=sum(cell.shown == Shown.LATE for cell in cells),
        returned=sum(cell.shown == Shown.RETURNED for cell in cells),
        at_risk=sum(is_at_risk(cell, day) for cell in cells),
        programmes=_lines(rows, _by_programme, until),
        units=_lines(rows, _by_unit, until),
        people=_lines(rows, _by_person, until),
        months=_months(cells, year, day),
        failing=failing[:FAILING_SHOWN],
        failing_count=len(failing),
    )


def last_ended(year: int, day: dt.date) -> Month | None:
    """The last month of the year that has ended by ``day``."""
    ended = [month for month in months_of(year) if month.last < day]
    return ended[-1] if ended else None


def is_at_risk(cell: Cell, day: dt.date) -> bool:
    return cell.shown == Shown.DUE and cell.due_on <= day + RISK


Head = tuple[str, int | None, str]
Place = Callable[[Row], Iterable[Head]]


def _by_programme(row: Row) -> Iterable[Head]:
    programme = row.indicator.sub_activity.activity.programme
    return [(programme.name, programme.number, str(programme.number))]


def _by_unit(row: Row) -> Iterable[Head]:
    unit = row.indicator.unit
    return [(unit.short_name, None, f"sub-{unit.key}")] if unit else [("", None, "")]


def _by_person(row: Row) -> Iterable[Head]:
    return [(owner.name, None, f"orang-{owner.pk}") for owner in row.owners]


def _lines(rows: list[Row], place: Place, until: Month | None) -> list[Line]:
    """Rows put together by where they belong; a row of two people counts for both."""
    found: dict[Head, list[Cell]] = defaultdict(list)
    for row in rows:
        for head in place(row):
            found[head] += row.all_cells
    last = until.number if until else 0
    lines = [
        Line(name, number, key, tally(cells), tally(c for c in cells if c.month <= last))
        for (name, number, key), cells in found.items()
        if cells
    ]
    if place is _by_programme:
        return lines
    return sorted(lines, key=lambda line: (line.key == "", -line.tally.action, line.name))


def _months(cells: list[Cell], year: int, day: dt.date) -> list[MonthTally]:
    here = Month(day.year, day.month)
    return [
        MonthTally(month, tally(c for c in cells if c.month == month.number), month == here)
        for month in months_of(year)
    ]


def _failing(rows: list[Row], year: int, day: dt.date) -> list[Failing]:
    """Longest overdue first, then what falls due soonest."""
    found = [
        Failing(
            row.indicator, cell, Month(year, cell.month), row.owners, abs((day - cell.due_on).days)
        )
        for row in rows
        for cell in row.all_cells
        if cell.shown in ACTION or is_at_risk(cell, day)
    ]
    return sorted(found, key=lambda one: (one.cell.due_on, one.indicator.order))
