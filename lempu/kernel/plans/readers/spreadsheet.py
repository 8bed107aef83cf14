"""Old Excel files (.xls) and OpenDocument sheets (.ods)."""

import datetime
import multiprocessing
import os
import resource
import zipfile
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from lempu.kernel.plans.readers.archive import Archive
from lempu.kernel.plans.readers.errors import UnreadableFile
from lempu.kernel.plans.readers.grid import Cell, Document, Table, clean
from lempu.kernel.plans.readers.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS

LARGEST_XLS: Final = 20 * 1024 * 1024
MEMORY_BYTES: Final = 112 * 1024 * 1024


def read_spreadsheet(path: Path) -> Document:
    """Raises damaged, encrypted, empty or too_large."""
    if zipfile.is_zipfile(path):
        with Archive(path) as archive:
            archive.read("content.xml")
    elif path.stat().st_size > LARGEST_XLS:
        raise UnreadableFile("too_large")
    return _document_apart(path)


def _document_apart(path: Path) -> Document:
    """The library lays out every cell a sheet claims to have, and where memory ends it ends its whole
    process without a word: it works in one of its own, so that this one can say so."""
    here, there = multiprocessing.Pipe(duplex=False)
    worker = multiprocessing.get_context("fork").Process(target=_send, args=(there, path))
    worker.start()
    there.close()
    try:
        told: Document | str = here.recv()
    except EOFError:
        told = "too_large"
    finally:
        worker.join()
        here.close()
    if isinstance(told, str):
        raise UnreadableFile(told)
    return told


def _send(there: Connection, path: Path) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or hard > MEMORY_BYTES:
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    there.send(_told(path))


def _told(path: Path) -> Document | str:
    """The document, or the code of the refusal."""
    try:
        return _document(path)
    except UnreadableFile as refusal:
        return refusal.code
    except MemoryError:
        return "too_large"
    except CalamineError as error:
        locked = "password" in str(error).lower() or "encrypt" in str(error).lower()
        return "encrypted" if locked else "damaged"


def _document(path: Path) -> Document:
    document = Document()
    cells = 0
    with CalamineWorkbook.from_path(path) as workbook:
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
                raise UnreadableFile("too_large")
            cells += sheet.total_height * sheet.total_width
            if cells > MAX_CELLS:
                raise UnreadableFile("too_large")
            table = _table(sheet, name)
            if table.rows:
                document.blocks.append(table)
    if not document.blocks:
        raise UnreadableFile("empty")
    return document


def _table(sheet: CalamineSheet, name: str) -> Table:
    rows = [
        [Cell(clean(shown(value))) for value in row]
        for row in sheet.to_python(skip_empty_area=False)
    ]
    merge_all(rows, [(*first, *last) for first, last in sheet.merged_cell_ranges or []])
    return Table(rows, name=name)


def merge_all(rows: list[list[Cell]], merges: list[tuple[int, int, int, int]]) -> None:
    """Raises too_large for merges that lie upon each other over and over."""
    left_over = 2 * MAX_CELLS
    width = max(map(len, rows), default=0)
    for top, left, bottom, right in merges:
        left_over -= max(0, min(bottom, len(rows)) - top) * max(0, min(right, width) - left)
        if left_over < 0:
            raise UnreadableFile("too_large")
        merge(rows, top, left, bottom, right)


def merge(rows: list[list[Cell]], top: int, left: int, bottom: int, right: int) -> None:
    """Marks the cells a merge covers; a merge beyond the filled area is cut at its edge."""
    for row in range(top, min(bottom, len(rows) - 1) + 1):
        for place in range(left, min(right, len(rows[row]) - 1) + 1):
            cell = rows[row][place]
            cell.above, cell.left = row > top, place > left
            if cell.is_covered:
                cell.text = ""


def shown(value: object) -> str:
    """A value as a person sees it: 1 and not 1.0, a date as ISO."""
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    return str(value)
