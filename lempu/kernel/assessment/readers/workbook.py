"""Cells of an Excel file with what they are: a value, a formula, a part of a merge."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from lempu.kernel.plans.readers.archive import Archive, attribute, local, walk_xml
from lempu.kernel.plans.readers.errors import UnreadableFile
from lempu.kernel.plans.readers.limits import MAX_CELLS, MAX_COLUMNS, MAX_FILE_BYTES, MAX_ROWS

_REFERENCE = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$")


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` is the value, of a formula the last one Excel kept; ``is_number`` as Excel has it;
    ``is_error`` where it shows #REF! and the like."""

    text: str
    is_number: bool = False
    is_formula: bool = False
    is_error: bool = False


@dataclass(slots=True)
class Grid:
    """Cells by row and column, counted from 1."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    @property
    def height(self) -> int:
        return max((row for row, _column in self.cells), default=0)

    def text(self, row: int, column: int) -> str:
        cell = self.cells.get((row, column))
        return cell.text if cell else ""

    def is_merged(self, row: int, column: int) -> bool:
        """Whether the cell shares its value with other lines, or lies hidden under another cell."""
        return any(
            top <= row <= bottom
            and left <= column <= right
            and (bottom > top or (row, column) != (top, left))
            for top, left, bottom, right in self.merges
        )


def read_grids(path: Path) -> list[Grid]:
    """Every sheet. Raises ``UnreadableFile``: old_excel, encrypted, damaged, too_large, not_supported."""
    _refuse_others(path)
    with Archive(path) as archive:
        members = sorted(name for name in archive.names if _SHEET.match(name))
        if not members:
            raise UnreadableFile("not_supported")
        strings = _strings(archive)
        return [_grid(archive.read(name), strings) for name in members[:20]]


def _refuse_others(path: Path) -> None:
    """Old workbooks and locked new ones share one container; all else that is no zip is another kind."""
    with path.open("rb") as file:
        start = file.read(len(_COMPOUND))
        if start == _COMPOUND:
            locked = _LOCKED in file.read(MAX_FILE_BYTES)
            raise UnreadableFile("encrypted" if locked else "old_excel", "")
    if start and not start.startswith(b"PK"):
        raise UnreadableFile("not_supported")


def _elements(data: bytes) -> Iterator[ET.Element]:
    return (element for event, element in walk_xml(data) if event == "end")


def _strings(archive: Archive) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in archive.names:
        return []
    found = []
    for element in _elements(archive.read(name)):
        if local(element.tag) == "si":
            found.append(_words(element))
            element.clear()
    return found


def _words(element: ET.Element) -> str:
    return "".join(e.text or "" for e in element.iter() if local(e.tag) == "t").strip()


def _grid(data: bytes, strings: list[str]) -> Grid:
    grid = Grid()
    for element in _elements(data):
        name = local(element.tag)
        if name == "c":
            _keep(grid, element, strings)
            element.clear()
        elif name == "mergeCell":
            first, _, last = (attribute(element, "ref") or "").partition(":")
            start, end = _place(first), _place(last)
            if start and end and len(grid.merges) < MAX_ROWS:
                grid.merges.append((*start, *end))
    return grid


def _keep(grid: Grid, element: ET.Element, strings: list[str]) -> None:
    place = _place(element.get("r") or "")
    if place is None or place[0] > MAX_ROWS or place[1] > MAX_COLUMNS:
        return
    kind = element.get("t") or "n"
    parts = {local(child.tag): child for child in element}
    raw = (parts["v"].text or "").strip() if "v" in parts else ""
    if kind == "s":
        text = strings[int(raw)] if raw.isdecimal() and int(raw) < len(strings) else ""
    elif kind == "inlineStr":
        text = _words(element)
    else:
        text = raw
    if text or "f" in parts:
        if len(grid.cells) >= MAX_CELLS:
            raise UnreadableFile("too_large")
        grid.cells[place] = Cell(text, kind == "n" and bool(raw), "f" in parts, kind == "e")


def _place(reference: str) -> tuple[int, int] | None:
    found = _REFERENCE.match(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column
