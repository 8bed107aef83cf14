"""Excel files (.xlsx), read row by row so that size is known before it is paid for.

Only what a plan needs is read: values, merges, shades and symbol fonts. Hidden sheets are left out.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from lempu.kernel.plans.readers.archive import Archive, attribute, local, walk_xml
from lempu.kernel.plans.readers.errors import UnreadableFile
from lempu.kernel.plans.readers.excel_styles import Styles
from lempu.kernel.plans.readers.grid import Cell, Document, Table, clean
from lempu.kernel.plans.readers.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from lempu.kernel.plans.readers.spreadsheet import merge_all, shown

WORKBOOK: Final = "xl/workbook.xml"
_REFERENCE: Final = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")
MAX_SHEETS: Final = 60


@dataclass(slots=True)
class _Sheet:
    """Cells by row and column, counted from 0; only those with a text or a shade."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    rows_with_text: set[int] = field(default_factory=set)
    width: int = 0


def read_xlsx(path: Path) -> Document:
    """Raises damaged, empty, too_large, or not_supported for the binary kind (.xlsb)."""
    with Archive(path) as archive:
        if WORKBOOK not in archive.names:
            raise UnreadableFile("not_supported")
        strings = _shared_strings(archive)
        styles = Styles.of(archive)
        document = Document()
        for name, member in _sheets(archive):
            if member in archive.names:
                sheet = _read_sheet(archive.read(member), strings, styles)
                if sheet.rows_with_text:
                    document.blocks.append(_table(sheet, name))
    if not document.blocks:
        raise UnreadableFile("empty")
    return document


def _sheets(archive: Archive) -> list[tuple[str, str]]:
    targets = {
        attribute(element, "Id"): attribute(element, "Target") or ""
        for element in archive.xml("xl/_rels/workbook.xml.rels")
    }
    found: list[tuple[str, str]] = []
    for element in archive.xml(WORKBOOK).iter():
        if local(element.tag) == "sheet" and attribute(element, "state") in (None, "visible"):
            target = targets.get(element.attrib.get(_relation_key(element), ""), "")
            member = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            )
            found.append((attribute(element, "name") or "", member))
    return found[:MAX_SHEETS]


def _relation_key(element: ET.Element) -> str:
    return next((key for key in element.attrib if key.startswith("{") and local(key) == "id"), "")


def _shared_strings(archive: Archive) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.names:
        return []
    strings: list[str] = []
    for item in _elements(archive.read("xl/sharedStrings.xml")):
        if local(item.tag) == "si":
            if len(strings) >= MAX_CELLS:
                raise UnreadableFile("too_large")
            strings.append(clean("".join(_texts(item))))
            item.clear()
    return strings


def _elements(data: bytes) -> Iterator[ET.Element]:
    """Elements as they end. Raises damaged."""
    return (element for event, element in walk_xml(data) if event == "end")


def _texts(item: ET.Element) -> Iterator[str]:
    """The words of a string in runs; phonetic hints are no words."""
    for child in item:
        name = local(child.tag)
        if name == "t":
            yield child.text or ""
        elif name != "rPh":
            yield from _texts(child)


def _read_sheet(data: bytes, strings: list[str], styles: Styles) -> _Sheet:
    sheet = _Sheet()
    row = -1
    try:
        for element in _elements(data):
            name = local(element.tag)
            if name == "row":
                row = int(attribute(element, "r") or row + 2) - 1
                _read_row(sheet, element, row, strings, styles)
                element.clear()
            elif name == "mergeCell":
                _read_merge(sheet, attribute(element, "ref") or "")
    except ValueError as error:
        raise UnreadableFile("damaged") from error
    return sheet


def _read_row(
    sheet: _Sheet, element: ET.Element, row: int, strings: list[str], styles: Styles
) -> None:
    place = -1
    for child in element:
        reference = _position(child.get("r") or "")
        place = reference[1] if reference else place + 1
        style = int(child.get("s") or 0)
        text = _value(child, strings, is_date=styles.is_date(style))
        if text and styles.is_symbol(style):
            text = styles.symbols(text)
        fill = styles.fill(style)
        if not text and not fill:
            continue
        if place >= MAX_COLUMNS:
            if text:
                raise UnreadableFile("too_large")
            continue
        if text:
            sheet.rows_with_text.add(row)
            sheet.width = max(sheet.width, place + 1)
        elif row > MAX_ROWS:
            continue
        sheet.cells[row, place] = Cell(text, fill)
    if len(sheet.rows_with_text) > MAX_ROWS or len(sheet.cells) > MAX_CELLS:
        raise UnreadableFile("too_large")


def _value(cell: ET.Element, strings: list[str], *, is_date: bool) -> str:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return clean("".join(text for child in cell for text in _texts(child)))
    value = next((child.text or "" for child in cell if child.tag.endswith("}v")), "")
    if not value:
        return ""
    match kind:
        case "s":
            return strings[int(value)] if int(value) < len(strings) else ""
        case "b":
            return "1" if value == "1" else ""
        case "e":
            return ""
        case "n":
            return Styles.date(float(value)) if is_date else shown(float(value))
        case _:
            return clean(value)


def _position(reference: str) -> tuple[int, int] | None:
    found = _REFERENCE.match(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _read_merge(sheet: _Sheet, reference: str) -> None:
    first, _, last = reference.partition(":")
    start, end = _position(first), _position(last)
    if start and end and len(sheet.merges) < MAX_CELLS:
        sheet.merges.append((*start, *end))


def _table(sheet: _Sheet, name: str) -> Table:
    """A table without the empty columns at the right; shades and merges may widen it a little."""
    last_row = max(sheet.rows_with_text)
    width = max(sheet.width, *(place + 1 for row, place in sheet.cells if row <= last_row))
    for top, left, bottom, right in sheet.merges:
        if top <= last_row and left < width:
            width = max(width, min(right + 1, MAX_COLUMNS))
            last_row = max(last_row, min(bottom, last_row + 60))
    kept = [
        row for row in range(last_row + 1) if last_row < 2 * MAX_ROWS or row in sheet.rows_with_text
    ]
    if len(kept) * width > 4 * MAX_CELLS:
        raise UnreadableFile("too_large")
    rows = [[sheet.cells.get((row, place)) or Cell() for place in range(width)] for row in kept]
    if len(kept) == last_row + 1:
        merge_all(rows, sheet.merges)
    return Table(rows, name=name)
