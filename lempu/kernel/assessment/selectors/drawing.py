"""The charts of the sheet as numbers for their SVG: the line of a year, the profile of the areas.

Places are strings with a point, whatever the reader's decimal sign.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import cos, pi, sin

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lempu.kernel.assessment.models import Reading
from lempu.kernel.assessment.scoring import Score
from lempu.kernel.assessment.scoring.instrument import Area
from lempu.kernel.assessment.selectors.pages import points
from lempu.shared.periods import months_of

#: The line stands in a box of 460 x 210; its axis is the points from 0 to 100.
LEFT, RIGHT, TOP, BASE = 34.0, 452.0, 14.0, 184.0
FULL, STEP = 100, 20
#: A label nearer than this to the edge goes to the other side of its point.
ROOM = 24.0
#: The profile stands in a box of 320 x 250.
CENTRE, RADIUS, NAMES = (160.0, 125.0), 100.0, 112.0
RINGS = (25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place with its words."""

    x: str
    y: str
    text: str
    anchor: str = "middle"
    label_y: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """``path`` is what was verified day by day, ``ahead`` where the forecast leads by the end of the
    year; ``goals`` are the totals the predicates ask for."""

    path: str
    ahead: str
    dot: Mark
    end: Mark | None
    goals: list[Mark]
    grid: list[Mark]
    months: list[Mark]


@dataclass(frozen=True, slots=True)
class Corner:
    """One area: its points, its share of what it can bring, and the minimum of each predicate (in
    points, and as a place on a bar of 300). ``lacks`` is empty when the first predicate is reached."""

    name: str
    value: str
    full: str
    share: str
    fill: str
    ticks: list[tuple[str, str, str]]
    lacks: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Areas as corners, clockwise from the top: each as far out as its share of its points."""

    finding: str
    corners: list[Corner]
    rings: list[str]
    spokes: list[Mark]
    limits: list[tuple[str, str]]
    shown: str
    verified: str
    names: list[Mark]


def line(year: int, readings: Sequence[Reading], goals: Mapping[str, Decimal]) -> Line:
    """The line of a year; a sheet that was read later still lengthens the axis. ``readings`` are in
    the order of their days and not empty."""
    last = readings[-1]
    begins, ends = dt.date(year, 1, 1), max(dt.date(year, 12, 31), last.day)
    scale = (RIGHT - LEFT) / (ends - begins).days

    def across(day: dt.date) -> float:
        return LEFT + max((day - begins).days, 0) * scale

    x, y = across(last.day), height(last.verified)
    is_over = last.day == ends
    finish = height(last.forecast)
    return Line(
        path="M"
        + "L".join(f"{at(across(r.day))} {at(height(r.verified))}" for r in bends(readings)),
        ahead="" if is_over else f"M{at(x)} {at(y)}L{at(RIGHT)} {at(finish)}",
        dot=_dot(x, y, last),
        end=None
        if is_over
        else Mark(at(RIGHT), at(finish), points(last.forecast), "end", at(finish - 7)),
        goals=[_goal(*each, is_first=n == 0) for n, each in enumerate(goals.items())],
        grid=[
            Mark("26", at(height(Decimal(n))), str(n), "end", at(height(Decimal(n)) + 4))
            for n in range(0, FULL + 1, STEP)
        ],
        months=[
            Mark(at(across(month.first) + 15 * scale), "204", str(month.short).capitalize())
            for month in months_of(year)[::3]
        ],
    )


def _dot(x: float, y: float, last: Reading) -> Mark:
    """The last reading; its words stand below the line, or before it where that is the foot of the chart."""
    anchor = "end" if x > RIGHT - ROOM else "middle"
    if y + ROOM < BASE:
        return Mark(at(x), at(y), points(last.verified), anchor, at(y + ROOM - 3))
    return Mark(at(x), at(y), points(last.verified), "end", at(y - 10))


def _goal(name: str, minimum: Decimal, *, is_first: bool) -> Mark:
    """The lowest minimum has its words below its line, the others above theirs."""
    y = height(minimum)
    label_y = y + 13 if is_first else y - 5
    return Mark(at(LEFT + 6), at(y), f"{name} {minimum:.0f}", "start", at(label_y))


def bends(readings: Sequence[Reading]) -> list[Reading]:
    """Readings without those between two of the same score: the line is the same, the page lighter."""
    last = len(readings) - 1
    return [
        each
        for place, each in enumerate(readings)
        if place in (0, last)
        or not readings[place - 1].verified == each.verified == readings[place + 1].verified
    ]


def profile(shown: Score, verified: Score) -> Profile:
    """The areas of the score that is shown, over what of them is verified."""
    areas = shown.instrument.areas
    corners = [_corner_of(shown, area) for area in areas]
    limits = {
        name: [_limits(shown, area)[name] / area.weight for area in areas]
        for name in shown.instrument.predicates
    }
    return Profile(
        finding=_finding(corners),
        corners=corners,
        rings=[_polygon([ring / 100] * len(areas)) for ring in RINGS],
        spokes=[Mark(*_place(n, len(areas), RADIUS), "") for n in range(len(areas))],
        limits=[(name, _polygon(shares)) for name, shares in limits.items()],
        shown=_polygon([shown.part(area.number) / area.weight for area in areas]),
        verified=_polygon([verified.part(area.number) / area.weight for area in areas]),
        names=[_name(n, len(areas), str(area.number)) for n, area in enumerate(areas)],
    )


def _corner_of(shown: Score, area: Area) -> Corner:
    value, scale = shown.part(area.number), 300 / area.weight
    limits = _limits(shown, area)
    lacks = next(iter(limits.values())) - value
    return Corner(
        name=f"{area.number}. {area.name}",
        value=points(value),
        full=points(area.weight),
        share=f"{float(value / area.weight):.0%}",
        fill=at(value * scale),
        ticks=[(name, at(limit * scale), points(limit)) for name, limit in limits.items()],
        lacks=points(lacks) if lacks > 0 else "",
    )


def _limits(shown: Score, area: Area) -> dict[str, Fraction]:
    return {t.predicate: t.minimum for t in shown.tests() if t.id == f"area-{area.number}"}


def _finding(corners: Sequence[Corner]) -> str:
    low = [corner.name for corner in corners if corner.lacks]
    if not low:
        return _("All areas reach the minimum")
    return ngettext(
        "%(count)s of %(all)s areas is below the minimum: %(names)s",
        "%(count)s of %(all)s areas are below the minimum: %(names)s",
        len(low),
    ) % {"count": len(low), "all": len(corners), "names": ", ".join(low)}


def height(points: Decimal) -> float:
    return BASE - float(points) * (BASE - TOP) / FULL


def at(value: float | Fraction) -> str:
    return f"{float(value):.1f}"


def _polygon(shares: Sequence[float | Fraction]) -> str:
    corners = [_place(n, len(shares), RADIUS * float(share)) for n, share in enumerate(shares)]
    return " ".join(f"{x},{y}" for x, y in corners)


def _place(corner: int, of: int, far: float) -> tuple[str, str]:
    turn = 2 * pi * corner / of
    return at(CENTRE[0] + far * sin(turn)), at(CENTRE[1] - far * cos(turn))


def _name(corner: int, of: int, text: str) -> Mark:
    x, y = _place(corner, of, NAMES)
    return Mark(x, at(float(y) + 4), text)
