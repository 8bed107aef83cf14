"""Bars and columns as numbers for the SVG templates: what stands where."""

from dataclasses import dataclass
from math import ceil

from lempu.kernel.home.selectors.cockpit import Line, MonthTally
from lempu.shared.periods import Month

#: The box of the columns is 460 x 210.
LEFT, RIGHT, TOP, BASE = 34, 460, 14, 184
STEPS = 3
BAR = 300


@dataclass(frozen=True, slots=True)
class Block:
    css: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Column:
    x: str
    width: str
    middle: str
    month: Month
    is_now: bool
    blocks: list[Block]


@dataclass(frozen=True, slots=True)
class GridLine:
    y: str
    label_y: str
    value: int


@dataclass(frozen=True, slots=True)
class Columns:
    """All measures are strings with a point, whatever the reader's decimal sign."""

    columns: list[Column]
    lines: list[GridLine]


@dataclass(frozen=True, slots=True)
class Bullet:
    """A bar of 300: ``fill`` is what is done, ``tick`` what had to be done by now."""

    line: Line
    fill: str
    tick: str


def bullets(lines: list[Line]) -> list[Bullet]:
    return [_bullet(line) for line in lines]


def _bullet(line: Line) -> Bullet:
    scale = BAR / max(line.tally.total, 1)
    return Bullet(line, _point(line.tally.done * scale), _point(line.due.total * scale))


def columns(months: list[MonthTally]) -> Columns:
    """Done, waiting, bad (hatched) and not yet, one column a month; the axis starts at zero."""
    highest = max((month.tally.total for month in months), default=0)
    step = max(ceil(highest / STEPS), 1)
    scale = (BASE - TOP) / (step * STEPS)
    wide = (RIGHT - LEFT) / 12
    return Columns(
        columns=[_column(number, month, wide, scale) for number, month in enumerate(months)],
        lines=[_line(number * step, scale) for number in range(STEPS + 1)],
    )


def _column(place: int, month: MonthTally, wide: float, scale: float) -> Column:
    x = LEFT + place * wide + wide * 0.14
    counts = month.tally
    parts = [
        ("fill-done", counts.done),
        ("fill-wait", counts.waiting),
        ("hatch", counts.bad),
        ("fill-plan", counts.rest),
    ]
    blocks, foot = [], float(BASE)
    for css, count in parts:
        height = count * scale
        foot -= height
        if count:
            blocks.append(Block(css, _point(foot), _point(max(height - 1, 1))))
    width = wide * 0.72
    return Column(
        _point(x), _point(width), _point(x + width / 2), month.month, month.is_now, blocks
    )


def _line(value: int, scale: float) -> GridLine:
    y = BASE - value * scale
    return GridLine(_point(y), _point(y + 4), value)


def _point(value: float) -> str:
    return f"{value:.1f}"
