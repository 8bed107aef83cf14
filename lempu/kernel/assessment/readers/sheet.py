"""Finding questions and answers in a sheet: by the words of its head, wherever the columns stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lempu.kernel.assessment.readers.workbook import Cell, Grid, read_grids

#: what a column is -> words its head may have; the first that fits is it
HEADS = {
    "code": ("no", "kode", "nomor", "id"),
    "text": ("penilaian", "pertanyaan", "uraian"),
    "answer": ("jawaban", "jawaban unit", "jawaban satker"),
    "note": ("catatan/keterangan/penjelasan", "catatan", "keterangan"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """What one line says of a question. ``faults`` are codes of what is wrong with its cells."""

    item: str
    value: str = ""
    note: str = ""
    counts: Mapping[str, str] = field(default_factory=dict)
    is_formula: bool = False
    faults: tuple[str, ...] = ()
    line: int = 0

    def plain(self) -> dict[str, Any]:
        return {
            "item": self.item,
            "value": self.value,
            "note": self.note,
            "counts": dict(self.counts),
            "is_formula": self.is_formula,
            "faults": list(self.faults),
            "line": self.line,
        }


@dataclass(frozen=True, slots=True)
class Read:
    """A whole sheet. ``unknown`` are codes it has and the instrument does not; ``instrument`` is the
    key it names itself by, empty where it does not; ``has_head`` whether a head was found."""

    rows: tuple[Row, ...] = ()
    unknown: tuple[str, ...] = ()
    instrument: str = ""
    has_head: bool = False


def read_workbook(path: Path, texts: Mapping[str, str], counts: Mapping[str, list[str]]) -> Read:
    """Read the first sheet that has a head. ``texts`` are the words of each item, for sheets without
    codes; ``counts`` the lines a ratio is counted from. Raises ``UnreadableFile``."""
    for grid in read_grids(path):
        found = _head(grid)
        if found is not None:
            line, columns = found
            return _read(grid, line, columns, texts, counts)
    return Read()


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("\n", " ").split()).strip(" .:")


def _head(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """The line of the head and where each column stands; the first of several with one name."""
    for line in range(1, min(grid.height, 40) + 1):
        here = {c: _plain(cell.text) for (r, c), cell in grid.cells.items() if r == line}
        columns = {}
        for name, words in HEADS.items():
            places = [c for word in words for c, text in sorted(here.items()) if text == word]
            if places:
                columns[name] = places[0]
        if "answer" in columns and ("code" in columns or "text" in columns):
            return line, columns
    return None


def _read(
    grid: Grid,
    head: int,
    columns: Mapping[str, int],
    texts: Mapping[str, str],
    counts: Mapping[str, list[str]],
) -> Read:
    by_text = {_plain(text): item for item, text in texts.items()}
    rows: dict[str, Row] = {}
    unknown, counted = [], dict[str, dict[str, Cell]]()
    for line in range(head + 1, grid.height + 1):
        code = grid.text(line, columns["code"]).strip() if "code" in columns else ""
        item, _, part = code.partition(".")
        if part and part in counts.get(item, ()):
            cell = grid.cells.get((line, columns["answer"]))
            if cell is not None and cell.text:
                counted.setdefault(item, {})[part] = cell
            continue
        if item not in texts and "text" in columns:
            item = by_text.get(_plain(grid.text(line, columns["text"])), item)
        if item in texts:
            rows[item] = _row(grid, line, columns, item, is_twice=item in rows)
        elif _is_code(code):
            unknown.append(code)
    for item, cells in counted.items():
        if item in rows:
            rows[item] = _with_counts(rows[item], cells)
    return Read(tuple(rows.values()), tuple(unknown), _named(grid, head), has_head=True)


def _is_code(code: str) -> bool:
    return len(code) == 5 and code[:2] in ("PP", "PR") and code[3].isdigit()


def _row(grid: Grid, line: int, columns: Mapping[str, int], item: str, *, is_twice: bool) -> Row:
    place = (line, columns["answer"])
    cell = grid.cells.get(place)
    faults = ["twice"] if is_twice else []
    if grid.is_merged(*place):
        faults.append("merged")
    if cell is not None and cell.is_formula and not cell.text:
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
    faults = tuple(f for f in row.faults if f != "formula_empty")
    texts = {key: cell.text for key, cell in cells.items()}
    if any(not _whole(text) for text in texts.values()):
        faults = (*faults, "count_no_number")
    return Row(row.item, row.value, row.note, texts, is_formula=False, faults=faults, line=row.line)


def _whole(text: str) -> bool:
    number = text.removesuffix(".0")
    return number.isascii() and number.isdigit() and len(number) < 8


def _named(grid: Grid, head: int) -> str:
    """The key that stands behind "Instrumen" above the head."""
    for (line, column), cell in grid.cells.items():
        if line < head and _plain(cell.text) == "instrumen":
            return grid.text(line, column + 1).strip()
    return ""
