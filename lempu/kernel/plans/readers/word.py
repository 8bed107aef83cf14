"""Word files (.docx): paragraphs and tables with merges, shades, symbols, list numbers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from lempu.kernel.plans.readers.archive import Archive, attribute, local
from lempu.kernel.plans.readers.errors import UnreadableFile
from lempu.kernel.plans.readers.grid import Cell, Document, Table, clean
from lempu.kernel.plans.readers.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from lempu.kernel.plans.readers.word_numbering import Numbering

DOCUMENT: Final = "word/document.xml"
TICK: Final = "✓"
_SYMBOL_FONTS: Final = ("wingdings", "webdings", "zapfdingbats", "marlett")
_HOLLOW: Final = frozenset("o¨q£¡\uf06f\uf0a8\uf071\uf0a3\uf0a1")
_SKIPPED: Final = frozenset({"del", "moveFrom", "Fallback", "instrText", "pPr", "rPr", "delText"})
_WHITE: Final = frozenset({"", "auto", "FFFFFF", "none"})


def read_word(path: Path) -> Document:
    """Raises damaged, too_large, or scan when the file holds pictures instead of a table."""
    with Archive(path) as archive:
        if DOCUMENT not in archive.names:
            raise UnreadableFile("damaged")
        root = archive.xml(DOCUMENT)
        reader = _Reader(Numbering.of(archive))
        has_pictures = any(name.startswith("word/media/") for name in archive.names)
    body = next((child for child in root if local(child.tag) == "body"), None)
    if body is None:
        raise UnreadableFile("damaged")
    reader.read_blocks(body)
    words = sum(len(block) for block in reader.document.blocks if isinstance(block, str))
    if not reader.document.tables and has_pictures and words < 400:
        raise UnreadableFile("scan")
    return reader.document


class _Reader:
    def __init__(self, numbering: Numbering) -> None:
        self.document = Document()
        self._numbering = numbering
        self._cells = 0

    def read_blocks(self, parent: ET.Element) -> None:
        for child in parent:
            name = local(child.tag)
            if name == "p":
                self.document.blocks.append(clean(self._paragraph(child)))
            elif name == "tbl":
                self.document.blocks.append(self._table(child))
            elif name in ("sdt", "sdtContent", "ins", "smartTag", "customXml", "moveTo"):
                self.read_blocks(child)

    def _paragraph(self, paragraph: ET.Element) -> str:
        text = _text(paragraph)
        label = self._numbering.label(paragraph)
        if not label or (not text.strip() and label in "-•"):
            return text
        return f"{label} {text}"

    def _table(self, table: ET.Element) -> Table:
        rows: list[list[Cell]] = []
        for row in _children(table, "tr"):
            if len(rows) >= MAX_ROWS:
                raise UnreadableFile("too_large")
            cells = self._row(row)
            self._cells += len(cells)
            if self._cells > MAX_CELLS:
                raise UnreadableFile("too_large")
            rows.append(cells)
        return Table(rows)

    def _row(self, row: ET.Element) -> list[Cell]:
        cells: list[Cell] = []
        properties = next(_children(row, "trPr"), None)
        if properties is not None:
            cells += [Cell() for _ in range(_number(properties, "gridBefore"))]
        for element in _children(row, "tc"):
            properties = next(_children(element, "tcPr"), None)
            first = self._cell(element, properties)
            cells.append(first)
            span = _number(properties, "gridSpan") if properties is not None else 1
            for _ in range(min(span, MAX_COLUMNS) - 1):
                cells.append(Cell(fill=first.fill, above=first.above, left=True))
        if len(cells) > MAX_COLUMNS:
            raise UnreadableFile("too_large")
        return cells

    def _cell(self, element: ET.Element, properties: ET.Element | None) -> Cell:
        cell = Cell()
        if properties is not None:
            cell.fill = _fill(properties)
            merge = next(_children(properties, "vMerge"), None)
            cell.above = merge is not None and attribute(merge, "val") != "restart"
        pieces = list(self._cell_texts(element))
        if not cell.above:
            cell.text = clean("\n".join(pieces))
        return cell

    def _cell_texts(self, element: ET.Element) -> list[str]:
        texts: list[str] = []
        for child in element:
            name = local(child.tag)
            if name == "p":
                texts.append(self._paragraph(child))
            elif name in ("tbl", "tr", "tc", "sdt", "sdtContent", "ins", "customXml", "moveTo"):
                texts += self._cell_texts(child)
        return texts


def _children(parent: ET.Element, name: str) -> Iterator[ET.Element]:
    """The children of a name, looked for inside content controls too."""
    for child in parent:
        if local(child.tag) == name:
            yield child
        elif local(child.tag) in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            yield from _children(child, name)


def _number(properties: ET.Element, name: str) -> int:
    """A numeric setting such as gridSpan; 1 when absent, 0 for gridBefore."""
    element = next(_children(properties, name), None)
    value = attribute(element, "val") if element is not None else None
    if value is None or not value.isdigit():
        return 0 if name == "gridBefore" else 1
    return min(int(value), MAX_COLUMNS)


def _fill(properties: ET.Element) -> str:
    shade = next(_children(properties, "shd"), None)
    if shade is None:
        return ""
    fill = attribute(shade, "fill") or ""
    pattern = attribute(shade, "val") or "clear"
    if fill in _WHITE and pattern not in ("clear", "nil"):
        fill = attribute(shade, "color") or ""
        fill = "000000" if fill == "auto" else fill
    return "" if fill in _WHITE else fill.upper()


def _text(paragraph: ET.Element) -> str:
    pieces: list[str] = []
    _collect(paragraph, pieces, in_symbol_font=False)
    return "".join(pieces)


def _collect(element: ET.Element, pieces: list[str], *, in_symbol_font: bool) -> None:
    for child in element:
        name = local(child.tag)
        if name in _SKIPPED:
            continue
        if name == "t":
            text = child.text or ""
            pieces.append(_symbols(text) if in_symbol_font else text)
        elif name in ("tab", "ptab"):
            pieces.append(" ")
        elif name in ("br", "cr"):
            pieces.append("\n")
        elif name == "noBreakHyphen":
            pieces.append("-")
        elif name == "sym":
            pieces.append(_symbol(child))
        elif name == "r":
            _collect(child, pieces, in_symbol_font=_has_symbol_font(child))
        else:
            _collect(child, pieces, in_symbol_font=in_symbol_font)


def _has_symbol_font(run: ET.Element) -> bool:
    properties = next((child for child in run if local(child.tag) == "rPr"), None)
    fonts = None
    if properties is not None:
        fonts = next((child for child in properties if local(child.tag) == "rFonts"), None)
    name = (attribute(fonts, "ascii") or "") if fonts is not None else ""
    return name.lower().startswith(_SYMBOL_FONTS)


def _symbols(text: str) -> str:
    """Letters of a symbol font are pictures: a tick, unless they show an empty box."""
    return "".join(sign if sign.isspace() else "" if sign in _HOLLOW else TICK for sign in text)


def _symbol(element: ET.Element) -> str:
    code = attribute(element, "char") or ""
    font = (attribute(element, "font") or "").lower()
    try:
        sign = chr(int(code, 16))
    except ValueError:
        return ""
    return _symbols(sign) if font.startswith(_SYMBOL_FONTS) else sign
