"""Finding questions and answers in a sheet: by their codes, their words, or else their place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lempu.kernel.assessment.readers.expected import Expected
from lempu.kernel.assessment.readers.heads import LINES, head_of, plain
from lempu.kernel.assessment.readers.places import Place, find
from lempu.kernel.assessment.readers.workbook import Cell, Grid, read_grids

_REGULATION = re.compile(
    r"(?:permen\s*pan|peraturan menteri (?:pan|pendayagunaan))[^0-9]{0,90}(\d{1,3})\s*(?:/|tahun)\s*(20\d\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """What one line says of a question. ``faults`` are codes of what is wrong with its cells;
    ``label`` are its words in the file when it was found by its place alone."""

    item: str
    value: str = ""
    note: str = ""
    counts: Mapping[str, str] = field(default_factory=dict)
    is_formula: bool = False
    faults: tuple[str, ...] = ()
    line: int = 0
    label: str = ""

    def plain(self) -> dict[str, Any]:
        return {
            "item": self.item,
            "value": self.value[:200],
            "note": self.note,
            "counts": dict(self.counts),
            "is_formula": self.is_formula,
            "faults": list(self.faults),
            "line": self.line,
            "label": self.label[:300],
        }


@dataclass(frozen=True, slots=True)
class Read:
    """A whole file. ``unknown`` are codes it has and the instrument does not; ``instrument`` is what it
    says it was made for, empty where it does not or where that is this instrument's own regulation;
    ``other_weights`` are areas that weigh otherwise there; ``has_head`` whether a head was found."""

    rows: tuple[Row, ...] = ()
    unknown: tuple[str, ...] = ()
    instrument: str = ""
    other_weights: tuple[tuple[str, str, str], ...] = ()
    has_head: bool = False


def read_workbook(path: Path, expected: Expected) -> Read:
    """Read the sheet that answers the most questions, and from the others what it does not have.

    Raises ``UnreadableFile``.
    """
    found = [_read(grid, *head, expected) for grid in read_grids(path) if (head := head_of(grid))]
    if not found:
        return Read()
    best, *others = sorted(found, key=lambda each: -len(each.rows))
    rows = {row.item: row for row in best.rows}
    for each in others:
        rows = {row.item: row for row in each.rows} | rows
    return replace(best, rows=tuple(rows.values()))


def _read(grid: Grid, head: int, columns: Mapping[str, int], expected: Expected) -> Read:
    rows, unknown = _by_code(grid, head, columns, expected)
    placed = find(grid, head, columns, expected)
    if len(placed.places) > len(rows):
        rows = [_of_place(grid, columns, place) for place in placed.places]
    return Read(
        rows=tuple(rows),
        unknown=tuple(unknown),
        instrument=_named(grid, head, expected),
        other_weights=placed.other_weights,
        has_head=True,
    )


def _by_code(
    grid: Grid, head: int, columns: Mapping[str, int], expected: Expected
) -> tuple[list[Row], list[str]]:
    """Lines that carry a code of the instrument, or a question in its very words."""
    by_text = {plain(item.text): key for key, item in expected.by_key.items()}
    rows: dict[str, Row] = {}
    unknown, counted = [], dict[str, dict[str, Cell]]()
    for line in range(head + 1, grid.height + 1):
        code = grid.text(line, columns["code"]).strip() if "code" in columns else ""
        item, _, part = code.partition(".")
        if part and item in expected.by_key and part in expected.by_key[item].counts:
            cell = grid.cells.get((line, columns["answer"]))
            if cell is not None and cell.text:
                counted.setdefault(item, {})[part] = cell
            continue
        if item not in expected.by_key and "text" in columns:
            item = by_text.get(plain(grid.text(line, columns["text"])), item)
        if item in expected.by_key:
            rows[item] = _row(grid, line, columns, item, is_twice=item in rows)
        elif _is_code(code):
            unknown.append(code)
    for item, cells in counted.items():
        if item in rows:
            rows[item] = _with_counts(rows[item], cells)
    return list(rows.values()), unknown


def _is_code(code: str) -> bool:
    return len(code) == 5 and code[:2] in ("PP", "PR") and code[3].isdigit()


def _of_place(grid: Grid, columns: Mapping[str, int], place: Place) -> Row:
    if place.fault:
        return Row(place.item, faults=(place.fault,), line=place.line)
    row = replace(_row(grid, place.line, columns, place.item), label=place.text)
    cells = {
        key: cell
        for key, line in place.counts.items()
        if (cell := grid.cells.get((line, columns["answer"]))) is not None and cell.text
    }
    return _with_counts(row, cells) if len(cells) == len(place.counts) and cells else row


def _row(
    grid: Grid, line: int, columns: Mapping[str, int], item: str, *, is_twice: bool = False
) -> Row:
    place = (line, columns["answer"])
    cell = grid.cells.get(place)
    faults = ["twice"] if is_twice else []
    if grid.is_merged(*place):
        faults.append("merged")
    if cell is not None and cell.is_error:
        faults.append("error")
    elif cell is not None and cell.is_formula and not cell.text:
        faults.append("formula_empty")
    note = grid.text(line, columns["note"]) if "note" in columns else ""
    return Row(
        item=item,
        value=cell.text if cell else "",
        note=note,
        is_formula=bool(cell and cell.is_formula),
        faults=tuple(faults),
        line=line,
    )


def _with_counts(row: Row, cells: Mapping[str, Cell]) -> Row:
    """What a ratio was counted from. The ratio itself is then a formula, as it should be."""
    faults = tuple(f for f in row.faults if f not in ("formula_empty", "error"))
    texts = {key: cell.text for key, cell in cells.items()}
    if any(not _whole(text) for text in texts.values()):
        faults = (*faults, "count_no_number")
    return replace(row, counts=texts, is_formula=False, faults=faults)


def _whole(text: str) -> bool:
    number = text.removesuffix(".0")
    return number.isascii() and number.isdigit() and len(number) < 8


def _named(grid: Grid, head: int, expected: Expected) -> str:
    """The key that stands behind "Instrumen" above the head, else the regulation named near it."""
    for (line, column), cell in grid.cells.items():
        if line < head and plain(cell.text) == "instrumen":
            return grid.text(line, column + 1).strip()
    last = min(head + 3, LINES)
    near = " ".join(each.text for (line, _), each in sorted(grid.cells.items()) if line <= last)
    named = [f"{number}/{year}" for number, year in _REGULATION.findall(near[:20_000])]
    if not named or set(named) & set(expected.regulations):
        return ""
    return f"PermenPANRB {named[0]}"
