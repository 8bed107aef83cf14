"""The offices below one, put together as they stand in the tree: provinces of the nation, offices of a
province."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lempu.kernel.offices.enums import Level
from lempu.kernel.offices.models import Office
from lempu.kernel.oversight.enums import Across, Sort, Why
from lempu.kernel.oversight.selectors.counts import (
    Counts,
    Glances,
    at_a_glance,
    by_area,
    by_month,
    glance_of,
)
from lempu.kernel.oversight.selectors.figures import Figures, total_of
from lempu.kernel.plans.models import Plan

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User

#: Below this many obligations that had to be done, a share says little: such rows have no rank.
FEWEST_RANKED = 10


@dataclass(slots=True)
class Line:
    """A province with all its offices, or one office. ``across`` are its figures by what was asked."""

    office: Office
    offices: list[Office]
    planned: int = 0
    silent: int = 0
    rank: int | None = None
    across: dict[Any, Figures] = field(default_factory=dict)
    figures: Figures = field(default_factory=Figures)

    @property
    def count(self) -> int:
        return len(self.offices)

    @property
    def unplanned(self) -> int:
        return self.count - self.planned

    @property
    def idle(self) -> int:
        """Offices that have not started: without a plan, or with nothing sent this month."""
        return self.unplanned + self.silent


@dataclass(frozen=True, slots=True)
class Idle:
    """An office that has not started, under the line it belongs to."""

    office: Office
    line: Line
    why: Why


@dataclass(frozen=True, slots=True)
class Board:
    """What is seen of ``top`` on one day. Every office under it counts in exactly one line.

    ``idle`` is empty where the board was read by area.
    """

    top: Office
    year: int
    day: dt.date
    years: list[int]
    lines: list[Line]
    whole: Figures
    planned: int
    offices: int
    idle: list[Idle]

    @property
    def is_national(self) -> bool:
        return bool(self.top.level == Level.NATIONAL)

    @property
    def unplanned(self) -> int:
        return self.offices - self.planned

    @property
    def silent(self) -> int:
        return sum(line.silent for line in self.lines)


def offices_under(user: "User", top: Office) -> list[Office]:
    """``top`` and the offices below it that the person may see, in tree order; one query."""
    rows = Office.objects.visible_to(user).filter(path__startswith=top.path)
    return list(rows.order_by("path").only("code", "name", "region", "level", "path"))


def years_of(offices: list[Office]) -> list[int]:
    """Years in which one of the offices has an enacted plan, latest first."""
    plans = Plan.objects.enacted().filter(office__in=[office.pk for office in offices])
    return list(plans.order_by("-year").values_list("year", flat=True).distinct())


def read(
    user: "User", top: Office, year: int, day: dt.date, *, across: Across = Across.NOTHING
) -> Board:
    """Everything an overview shows, in six queries however many offices there are.

    ``across`` of every line is by month or by area of change where that is asked; it takes longer.
    """
    offices = offices_under(user, top)
    keys = [office.pk for office in offices]
    lines = _lines(top, offices)
    planned = set(
        Plan.objects.enacted()
        .filter(office__in=keys, year=year)
        .values_list("office_id", flat=True)
    )
    if across == Across.NOTHING:
        glances = at_a_glance(keys, year, day)
    else:
        found = (by_area if across == Across.AREA else by_month)(keys, year, day)
        glances = {office: glance_of(parts, year, day) for office, parts in found.items()}
        for line in lines:
            line.across = _across(line, found)
    for line in lines:
        line.figures = total_of(glances[o.pk][0] for o in line.offices if o.pk in glances)
    idle = _idle(lines, planned, {} if across == Across.AREA else _running(glances))
    _rank(lines)
    return Board(
        top=top,
        year=year,
        day=day,
        years=years_of(offices),
        lines=lines,
        whole=total_of(line.figures for line in lines),
        planned=len(planned),
        offices=len(offices),
        idle=idle,
    )


def _lines(top: Office, offices: list[Office]) -> list[Line]:
    """One line for ``top`` itself and one for each office right under it, with what lies below that."""
    lines: dict[str, Line] = {}
    for office in offices:
        step = office.path[len(top.path) :].split("/")[0]
        if step in lines:
            lines[step].offices.append(office)
        else:  # in tree order an office comes before those under it
            lines[step] = Line(office, [office])
    return list(lines.values())


def _across(line: Line, found: Counts) -> dict[Any, Figures]:
    parts: dict[Any, list[Figures]] = defaultdict(list)
    for office in line.offices:
        for key, figures in found.get(office.pk, {}).items():
            parts[key].append(figures)
    return {key: total_of(figures) for key, figures in parts.items()}


def _running(glances: Glances) -> dict[int, Figures]:
    """The running month of each office that owes something in it."""
    return {office: running for office, (_whole, running) in glances.items() if running}


def _idle(lines: list[Line], planned: set[int], month: dict[int, Figures]) -> list[Idle]:
    found = []
    for line in lines:
        for office in line.offices:
            if office.pk not in planned:
                found.append(Idle(office, line, Why.NO_PLAN))
                continue
            line.planned += 1
            if office.pk in month and month[office.pk].untouched:
                line.silent += 1
                found.append(Idle(office, line, Why.NO_PROOF))
    return found


def _rank(lines: list[Line]) -> None:
    """Equal standing, equal rank: by the share kept, then by the share of it that was on time."""
    ranked = sorted((line for line in lines if is_ranked(line)), key=_standing, reverse=True)
    for place, line in enumerate(ranked, 1):
        before = ranked[place - 2] if place > 1 else None
        line.rank = before.rank if before and _standing(before) == _standing(line) else place


def is_ranked(line: Line) -> bool:
    return line.figures.fell_due >= FEWEST_RANKED


def _standing(line: Line) -> tuple[float, float]:
    figures = line.figures
    on_time = figures.kept - figures.kept_late
    return figures.kept / figures.fell_due, on_time / figures.fell_due


def in_order(lines: list[Line], sort: str) -> list[Line]:
    """The lines as asked; those without a rank stand last of a ranking, by name."""
    if sort == Sort.NAME:
        return sorted(lines, key=lambda line: line.office.name)
    if sort == Sort.LATE:
        return sorted(lines, key=lambda line: (-line.figures.late, line.office.name))
    if sort == Sort.RISK:
        return sorted(lines, key=lambda line: (-line.figures.at_risk, line.office.name))
    return sorted(lines, key=lambda line: (line.rank or len(lines) + 1, line.office.name))
