"""Which column of a table is what: the heading rows, the roles and the months."""

from dataclasses import dataclass, field
from typing import Final

from lempu.kernel.plans.readers.enumeration import mark_of
from lempu.kernel.plans.readers.grid import Cell, Table, flat
from lempu.kernel.plans.readers.month_columns import MonthColumns, month_count, months_of_headings
from lempu.kernel.plans.readers.vocabulary import (
    MAX_HEADING,
    Role,
    heading,
    is_heading_word,
    rank_of,
    role_of,
)

SEARCHED_ROWS: Final = 80
MAX_HEADING_ROWS: Final = 6
MAX_CANDIDATES: Final = 8
DONE: Final = frozenset({"realisasi", "capaian", "real", "r"})
KINDS: Final = frozenset({"rencana", "target", "renc", "plan", "t", "p"}) | DONE


@dataclass(slots=True)
class Layout:
    """How to read the rows of a table; ``passed`` other headings stood above this one."""

    first: int
    last: int
    width: int
    roles: dict[str, int] = field(default_factory=dict)
    extras: dict[int, str] = field(default_factory=dict)
    months: MonthColumns = field(default_factory=MonthColumns)
    labels: list[tuple[str, ...]] = field(default_factory=list)
    assumed: dict[str, str] = field(default_factory=dict)
    kind: int | None = None
    passed: int = 0

    @property
    def has_time(self) -> bool:
        return bool(self.months.columns) or bool({"time", "time_from"} & set(self.roles))

    @property
    def is_plan(self) -> bool:
        return self.has_time and bool({"programme", "activity", "indicator"} & set(self.roles))

    def is_heading(self, row: list[Cell]) -> bool:
        """Whether a row only repeats the headings, whichever of the heading rows it is."""
        filled = [(place, heading(cell.text)) for place, cell in enumerate(row) if cell.text]
        if not filled or len(row) != self.width:
            return False
        known = sum(1 for place, text in filled if text in self.labels[place])
        return known >= max(2, 0.8 * len(filled)) or is_numbering(row)


def find_layout(table: Table) -> Layout | None:
    """Finds the heading rows of a table; None when nothing in it looks like headings.

    A sheet may hold other small tables above the plan, so the first heading that also tells the
    time wins over one that does not.
    """
    fallback = None
    start = 0
    for passed in range(MAX_CANDIDATES):
        first = _first_heading_row(table.rows, start)
        if first is None:
            break
        layout = _layout_from(table, first)
        if layout.is_plan:
            layout.passed = passed
            return layout
        fallback = fallback or layout
        start = layout.last + 1
    return fallback


def _layout_from(table: Table, first: int) -> Layout:
    rows = table.rows
    last = first
    while last + 1 < len(rows) and last - first < MAX_HEADING_ROWS - 1:
        if not _continues_heading(rows[last + 1], rows[first : last + 1]):
            break
        last += 1
    headings = [row for row in rows[first : last + 1] if not is_numbering(row)]
    layout = Layout(first, last, table.width)
    layout.labels = [
        tuple(heading(row[place].text) for row in headings if row[place].text)
        for place in range(table.width)
    ]
    layout.months = months_of_headings(headings)
    _give_roles(layout, headings, rows[last + 1 :])
    return layout


def is_numbering(row: list[Cell]) -> bool:
    """A row 1, 2, 3 ... under the headings that numbers the columns themselves.

    It begins at the very first column, unlike the row 1 to 12 of the months.
    """
    if not row[0].text or any(cell.above for cell in row):
        return False
    texts = [cell.text for cell in row if not cell.left]
    filled = [text for text in texts if text]
    marks = [mark_of(text) for text in filled]
    values = [mark.value for mark in marks if mark and mark.style == "arabic"]
    counts_up = len(filled) >= 4 and values == list(range(1, len(filled) + 1))
    return counts_up and (len(filled) == len(texts) or len(filled) != 12)


def is_foreign_heading(row: list[Cell], layout: Layout) -> bool:
    """The headings of another table further down in the same sheet."""
    texts = [heading(cell.text) for cell in row if cell.text]
    roles = {role_of(text) for text in texts} - {None}
    exact = sum(is_heading_word(text) for text in texts)
    return len(roles) >= 2 and exact >= 3 and not layout.is_heading(row)


def _first_heading_row(rows: list[list[Cell]], start: int) -> int | None:
    fallback = None
    for index in range(start, min(len(rows), start + SEARCHED_ROWS)):
        row = rows[index]
        roles = {role_of(heading(cell.text)) for cell in row if cell.text} - {None}
        if len(roles) >= 2:
            return index
        nearby = max((month_count(other) for other in rows[index : index + 3]), default=0)
        if fallback is None and nearby >= 3 and (roles or month_count(row) >= 3):
            fallback = index
    return fallback


def _continues_heading(row: list[Cell], above: list[list[Cell]]) -> bool:
    texts = [cell.text for cell in row if cell.text]
    if not texts:
        return any(cell.above for cell in row)
    if any(len(text) > MAX_HEADING for text in texts):
        return False
    if is_numbering(row):
        return True
    if month_count(row) >= 3:
        return True
    if _stands_under_wide_headings(row, above):
        return True
    return len(texts) >= 2 and all(
        role_of(heading(text)) is not None and mark_of(text) is None for text in texts
    )


def _stands_under_wide_headings(row: list[Cell], above: list[list[Cell]]) -> bool:
    """Every text of the row stands under a heading that reaches over several columns.

    Where the format knows no merges, a heading reaches over the empty places at its right.
    """

    def is_reached(place: int) -> bool:
        if place >= len(row):
            return False
        cells = [line[place] for line in above]
        return cells[-1].left or not any(cell.text or cell.above for cell in cells)

    return all(
        is_reached(place) or is_reached(place + 1) for place, cell in enumerate(row) if cell.text
    )


def _give_roles(layout: Layout, headings: list[list[Cell]], data: list[list[Cell]]) -> None:
    columns: dict[Role, list[int]] = {}
    unknown: list[int] = []
    layout.kind = _kind_column(layout, data)
    for place in range(layout.width):
        if place in layout.months.columns or place in layout.months.ignored or place == layout.kind:
            continue
        label = _label(headings, place)
        role = role_of(heading(label))
        if role is None and label:
            unknown.append(place)
        elif role is None:
            if any(row[place].text for row in data if place < len(row)):
                unknown.append(place)
        else:
            columns.setdefault(role, []).append(place)
    if "number" not in columns:
        codes = [place for place in columns.get("extra", []) if _is_code(headings, data, place)]
        columns["number"] = codes[:1]
    _assign(layout, columns, unknown, headings, data)


def _is_code(headings: list[list[Cell]], data: list[list[Cell]], place: int) -> bool:
    """A column of codes that are mostly numbers counts the rows as a number column does."""
    codes = [row[place].text for row in data if row[place].text]
    named = heading(_label(headings, place)).startswith("kode")
    numbered = sum(mark_of(code) is not None for code in codes)
    return named and numbered > len(codes) / 2


def _kind_column(layout: Layout, data: list[list[Cell]]) -> int | None:
    """The column that says of each row whether it is the plan or what came of it."""
    for place in range(layout.width):
        if place in layout.months.columns:
            continue
        values = {heading(row[place].text) for row in data if row[place].text}
        if len(values) >= 2 and values <= KINDS and values & DONE:
            return place
    return None


def _label(headings: list[list[Cell]], place: int) -> str:
    """The lowest heading over a column; those above it are looked at by the months only."""
    texts = [flat(row[place].text) for row in headings if row[place].text]
    return texts[-1] if texts else _inherited(headings, place)


def _inherited(headings: list[list[Cell]], place: int) -> str:
    for row in reversed(headings):
        at = place
        while at > 0 and row[at].left:
            at -= 1
        if row[at].text:
            return flat(row[at].text)
    return ""


def _assign(
    layout: Layout,
    columns: dict[Role, list[int]],
    unknown: list[int],
    headings: list[list[Cell]],
    data: list[list[Cell]],
) -> None:
    roles = layout.roles
    for role in ("number", "indicator", "time", "time_from", "time_to"):
        if found := columns.get(role):
            roles[role] = found[0]
    if not layout.months.columns:
        # Only beside months are columns with other names worth a guess.
        unknown = []
    _assign_hierarchy(layout, columns, unknown, data)
    _assign_indicator(layout, columns, unknown, headings)
    if layout.months.columns:
        for role in ("time", "time_from", "time_to"):
            roles.pop(role, None)
    taken = {*roles.values(), *layout.months.columns, *layout.months.ignored, layout.kind}
    for place in range(layout.width):
        label = _label(headings, place)
        if place not in taken and (label or any(row[place].text for row in data)):
            layout.extras[place] = _unique(label or f"{place + 1}", layout.extras)


def _unique(label: str, used: dict[int, str]) -> str:
    name, count = label, 1
    while name in used.values():
        count += 1
        name = f"{label} ({count})"
    return name


def _assign_hierarchy(
    layout: Layout, columns: dict[Role, list[int]], unknown: list[int], data: list[list[Cell]]
) -> None:
    """Programme, activity and sub-activity: by heading, and where two columns claim the same
    level, the one with fewer texts is the upper one."""
    programmes = list(columns.get("programme", []))
    activities = list(columns.get("activity", []))
    subs = list(columns.get("sub_activity", []))
    if not programmes and len(activities) + len(subs) < 3:
        programmes = list(columns.get("programme_weak", []))[:1]
    if len(programmes) > 1:
        programmes, more = programmes[:1], programmes[1:]
        activities = more + activities
    missing = 3 - len(programmes) - len(activities) - len(subs)
    if missing > 0 and unknown and not (programmes and activities):
        taken, unknown[:] = unknown[:missing], unknown[missing:]
        activities += taken
    ordered = _upper_first(activities, data) + _upper_first(subs, data)
    if not programmes and len(ordered) >= 3:
        programmes, ordered = ordered[:1], ordered[1:]
    if programmes:
        layout.roles["programme"] = programmes[0]
    for role, place in zip(("activity", "sub_activity"), ordered, strict=False):
        layout.roles[role] = place


def _upper_first(places: list[int], data: list[list[Cell]]) -> list[int]:
    def filled(place: int) -> tuple[int, int]:
        texts = (row[place].text for row in data)
        changes, before = 0, ""
        for text in texts:
            if text and text != before:
                changes, before = changes + 1, text
        return changes, place

    return sorted(places, key=filled)


def _assign_indicator(
    layout: Layout, columns: dict[Role, list[int]], unknown: list[int], headings: list[list[Cell]]
) -> None:
    if "indicator" in layout.roles:
        return
    weak = sorted(
        columns.get("indicator_weak", []),
        key=lambda place: rank_of(heading(_label(headings, place))),
    )
    weak = weak or unknown[:1]
    if weak:
        layout.roles["indicator"] = weak[0]
        layout.assumed["indicator"] = _label(headings, weak[0])
