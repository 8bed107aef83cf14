"""The rows below the headings, each as the texts of its columns and the months it is ticked in."""

import re
from dataclasses import dataclass, field
from typing import Final

from lempu.kernel.plans.readers.columns import DONE, Layout, is_foreign_heading
from lempu.kernel.plans.readers.enumeration import mark_of
from lempu.kernel.plans.readers.grid import Cell, Table, flat
from lempu.kernel.plans.readers.months import months_in_words
from lempu.kernel.plans.readers.ticks import LONGEST_SIGN, Tick, backgrounds_of, shaded, tick_of
from lempu.kernel.plans.readers.vocabulary import heading, words

TEXTS: Final = ("programme", "activity", "sub_activity", "indicator")
TIMES: Final = frozenset({"time", "time_from"})
_DATED: Final = re.compile(r"^[a-z .]+, \d{1,2} [a-z]+ 20\d\d$")


@dataclass(slots=True)
class Line:
    """One row of the plan's table, or (``band``) a row that is a heading over those below it."""

    texts: dict[str, str] = field(default_factory=dict)
    covered: set[str] = field(default_factory=set)
    months: set[int] = field(default_factory=set)
    glyphs: list[str] = field(default_factory=list)
    odd: dict[int, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    covered_extra: set[str] = field(default_factory=set)
    number: str = ""
    time: str = ""
    band: str = ""
    is_shaded: bool = False
    is_inherited: bool = False
    columns: frozenset[str] = frozenset()
    opens_table: bool = False

    def text(self, role: str) -> str:
        return self.texts.get(role, "")

    @property
    def is_blank(self) -> bool:
        return not (
            self.texts or self.months or self.number or self.time or self.band or self.extra
        )


@dataclass(slots=True)
class TableLines:
    """The lines of one table and what stood around them in the same sheet."""

    lines: list[Line]
    before: list[str]
    after: list[str]
    repeated_headings: int = 0
    realisation_rows: int = 0
    total_rows: int = 0
    rest: Table | None = None


def read_lines(table: Table, layout: Layout, *, has_heading: bool = True) -> TableLines:
    """Reads the rows below the headings until the signature or another table begins."""
    start = layout.last + 1 if has_heading else 0
    before = _texts(table.rows[: layout.first]) if has_heading else []
    result = TableLines([], before, [])
    backgrounds = backgrounds_of(table.rows[start:], list(layout.months.columns))
    last_work = _last_work(table.rows, layout)
    is_fresh, was_heading = True, False
    for index in range(start, len(table.rows)):
        row = table.rows[index]
        if index > last_work and _ends_table(row):
            result.after = _texts(table.rows[index:])
            break
        if is_foreign_heading(row, layout):
            result.rest = Table(table.rows[index:], name=table.name)
            break
        if layout.is_heading(row):
            result.repeated_headings += not was_heading
            is_fresh = was_heading = True
            continue
        was_heading = False
        line = _line(table.rows, index, layout, backgrounds)
        if layout.kind is not None and heading(row[layout.kind].text) in DONE:
            result.realisation_rows += 1
        elif line.is_blank:
            is_fresh = True
        elif _is_total(line):
            result.total_rows += 1
        else:
            line.opens_table, is_fresh = is_fresh, False
            result.lines.append(line)
    return result


def _texts(rows: list[list[Cell]]) -> list[str]:
    joined = (" ".join(flat(cell.text) for cell in row if cell.text) for row in rows)
    return [text for text in joined if text]


def _last_work(rows: list[list[Cell]], layout: Layout) -> int:
    """The last row with a tick or a time; whatever names it holds, no signature stands above it.

    The signature itself may stand below the months, with its own date and names.
    """
    times = [layout.roles[role] for role in TIMES & set(layout.roles)]
    for index in range(len(rows) - 1, -1, -1):
        row = rows[index]
        if any(_is_sign(row[place].text) for place in layout.months.columns):
            return index
        if any(_is_time(row[place].text) for place in times) and not _ends_table(row):
            return index
    return -1


def _is_sign(text: str) -> bool:
    tick = tick_of(text)
    return tick is not None and (
        bool(tick.glyph) or (len(text) <= LONGEST_SIGN and _has_digit(text))
    )


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _is_time(text: str) -> bool:
    return bool(text) and months_in_words(text).how != "unread"


def _ends_table(row: list[Cell]) -> bool:
    filled = [(place, cell.text) for place, cell in enumerate(row) if cell.text]
    if not filled or len(filled) > 4 or any(mark_of(text) for _, text in filled[:1]):
        return False
    label = heading(filled[0][1])
    if _DATED.match(flat(filled[0][1]).lower()):
        return True
    if label in words()["end_of_table_whole"]:
        return True
    return any(label.startswith(phrase) for phrase in words()["end_of_table"])


def _is_total(line: Line) -> bool:
    texts = [*line.texts.values(), line.band]
    first = heading(next((text for text in texts if text), line.number))
    return first in words()["total_rows"]


def _line(rows: list[list[Cell]], index: int, layout: Layout, backgrounds: set[str]) -> Line:
    row = rows[index]
    line = Line(columns=frozenset(layout.roles))
    for role, place in layout.roles.items():
        cell = row[place]
        if role in TEXTS:
            if cell.text:
                line.texts[role] = cell.text
            if cell.above:
                line.covered.add(role)
    line.number = _role_text(row, layout, "number")
    line.time = _role_text(row, layout, "time")
    since, until = _role_text(row, layout, "time_from"), _role_text(row, layout, "time_to")
    if since and until:
        line.time = f"{since} s.d. {until}"
    for place, label in layout.extras.items():
        if row[place].text:
            line.extra[label] = flat(row[place].text)
        if row[place].above:
            line.covered_extra.add(label)
    _read_months(line, rows, index, layout, backgrounds)
    _read_band(line, row, layout)
    return line


def _role_text(row: list[Cell], layout: Layout, role: str) -> str:
    place = layout.roles.get(role)
    return flat(row[place].text) if place is not None else ""


def _read_months(
    line: Line, rows: list[list[Cell]], index: int, layout: Layout, backgrounds: set[str]
) -> None:
    row = rows[index]
    columns = layout.months.columns
    for place, months in columns.items():
        tick = _tick_at(rows, index, place, layout)
        if tick is None:
            continue
        line.months.update(months)
        line.is_inherited = row[place].above
        if tick.glyph and row[place].text:
            line.glyphs.append(tick.glyph)
        if tick.odd and row[place].text:
            line.odd[months[0]] = tick.odd
    if not line.months:
        for place in shaded(row, list(columns), backgrounds):
            line.months.update(columns[place])
            line.is_shaded = True


def _tick_at(rows: list[list[Cell]], index: int, place: int, layout: Layout) -> Tick | None:
    """The tick in a cell, which may begin further left or above when cells are merged."""
    while rows[index][place].left and place - 1 in layout.months.columns:
        place -= 1
    has_words = any(
        rows[index][layout.roles[role]].text
        for role in ("indicator", "sub_activity")
        if role in layout.roles
    )
    while has_words and index > 0 and rows[index][place].above:
        index -= 1
    return tick_of(rows[index][place].text)


def _read_band(line: Line, row: list[Cell], layout: Layout) -> None:
    """A row with a single text that reaches over the columns is a heading of those below."""
    if line.months or line.time:
        return
    filled = [place for place, cell in enumerate(row) if cell.text]
    if layout.roles.get("number") in filled and mark_of(line.number):
        filled.remove(layout.roles["number"])
    if len(filled) != 1:
        return
    place = filled[0]
    reach = 1
    while place + reach < len(row) and row[place + reach].left:
        reach += 1
    is_number = layout.roles.get("number") == place
    lacks_programme = "programme" not in layout.roles and layout.roles.get("activity") == place
    if reach >= 3 or is_number or lacks_programme:
        line.band = flat(row[place].text)
        line.texts.clear()
        line.extra.clear()
        if is_number:
            line.number = ""
