"""Plain text with tabs, and CSV with any delimiter."""

import csv
import re
from pathlib import Path
from typing import Final

from lempu.kernel.plans.readers.errors import UnreadableFile
from lempu.kernel.plans.readers.grid import Cell, Document, Table, clean
from lempu.kernel.plans.readers.limits import (
    MAX_CELL_CHARACTERS,
    MAX_CELLS,
    MAX_ROWS,
    MAX_TEXT_BYTES,
)
from lempu.kernel.plans.readers.loose import LooseTables, Word

_DELIMITERS: Final = ("\t", ";", ",", "|")
FEWEST_COLUMNS: Final = 4
LETTER_WIDTH: Final = 3.0
LINE_HEIGHT: Final = 12.0
MAX_WIDTH: Final = 5_000
_FRAMES: Final = str.maketrans(dict.fromkeys("│┃║", "|") | dict.fromkeys("─━═┼╬├┤┬┴╪╋", "-"))


def read_text(path: Path) -> Document:
    """Reads a text file. Raises empty, too_large or not_supported (when it is not text)."""
    if path.stat().st_size > MAX_TEXT_BYTES:
        raise UnreadableFile("too_large")
    text = decode(path.read_bytes()).translate(_FRAMES)
    if not text.strip():
        raise UnreadableFile("empty")
    if text.count("\n") > 20 * MAX_ROWS:
        raise UnreadableFile("too_large")
    csv.field_size_limit(MAX_TEXT_BYTES)
    try:
        delimiter = _delimiter(text)
        if delimiter is not None:
            return _document(_rows(text, delimiter))
    except csv.Error as error:
        raise UnreadableFile("damaged") from error
    return Document(_aligned(text) or [clean(line) for line in text.splitlines()])


def _aligned(text: str) -> list[str | Table] | None:
    """A table whose columns are held in line by spaces: its letters are all of one width."""
    if text.count("\n") > MAX_ROWS:
        return None
    words: list[Word] = []
    for at, line in enumerate(text.expandtabs().splitlines()):
        for found in re.finditer(r"\S+", line):
            words.append(
                {
                    "text": found[0],
                    "x0": found.start() * LETTER_WIDTH,
                    "x1": found.end() * LETTER_WIDTH - 0.1,
                    "top": at * LINE_HEIGHT,
                    "bottom": at * LINE_HEIGHT + 8,
                }
            )
    width = max((word["x1"] for word in words), default=0)
    return LooseTables().read(words, width) if width < MAX_WIDTH else None


def decode(data: bytes) -> str:
    """UTF-8, UTF-16 with or without its mark, or what Windows wrote in this part of the world."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    nulls = data[:4000].count(0)
    if nulls > len(data[:4000]) // 5:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace")
    if nulls:
        raise UnreadableFile("not_supported")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str | None:
    """The sign that splits the most lines into the same number of columns, tabs before others."""
    best: tuple[int, str] | None = None
    for delimiter in _DELIMITERS:
        widths: dict[int, int] = {}
        for row in csv.reader(text.splitlines()[:400], delimiter=delimiter):
            if len(row) >= FEWEST_COLUMNS:
                widths[len(row)] = widths.get(len(row), 0) + 1
        score = max((width * times for width, times in widths.items() if times > 1), default=0)
        if score and delimiter == "\t":
            return delimiter
        if score and (best is None or score > best[0]):
            best = (score, delimiter)
    return best[1] if best else None


def _rows(text: str, delimiter: str) -> list[list[str]]:
    is_quoted = delimiter != "\t" or _is_quoted(text)
    rows: list[list[str]] = []
    cells = 0
    lines = text.replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True)
    for row in csv.reader(
        lines, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if is_quoted else csv.QUOTE_NONE
    ):
        cells += len(row)
        if len(rows) >= MAX_ROWS or cells > MAX_CELLS:
            raise UnreadableFile("too_large")
        if any(len(cell) > MAX_CELL_CHARACTERS for cell in row):
            raise UnreadableFile("damaged")
        rows.append(row)
    return rows


def _is_quoted(text: str) -> bool:
    """Whether cells were put in quotes by the program that wrote the file, as Excel does."""
    opened = len(re.findall(r'(?:^|\t)"', text, re.MULTILINE))
    closed = len(re.findall(r'"(?=\t|\r?$)', text, re.MULTILINE))
    return opened > 0 and opened == closed


def _document(rows: list[list[str]]) -> Document:
    """Rows of several cells are table, the others running text; an empty row ends a table."""
    document = Document()
    table: list[list[Cell]] = []
    width = max(len(row) for row in rows)

    def close() -> None:
        if table:
            document.blocks.append(Table(list(table)))
            table.clear()

    for row in rows:
        cells = [clean(cell) for cell in row]
        if any(cells) and not any(cell.strip("-:=+ ") for cell in cells):
            continue
        if len(cells) >= FEWEST_COLUMNS or (table and len(cells) > 1):
            cells += [""] * (width - len(cells))
            table.append([Cell(cell) for cell in cells])
        else:
            close()
            document.blocks.append(" ".join(cell for cell in cells if cell))
    close()
    return document
