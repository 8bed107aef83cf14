"""Excel (.xlsx, .xls) and OpenDocument sheets: one page for each sheet, cells parted by tabs."""

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import IO

import python_calamine

from lempu.kernel.files.understanding.bounds import TEXT_LIMIT, Refused
from lempu.kernel.files.understanding.markup import archive

COLUMNS = 200
ROWS = 50_000


def pages(content: IO[bytes]) -> Iterator[tuple[str, str]]:
    if zipfile.is_zipfile(content):
        content.seek(0)
        archive(content)
    content.seek(0)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(content)
        for name in book.sheet_names:
            yield name, _text(book.get_sheet_by_name(name))
    except python_calamine.PasswordError as error:
        raise Refused("locked") from error
    except python_calamine.CalamineError as error:
        raise Refused("broken") from error


def _text(sheet: python_calamine.CalamineSheet) -> str:
    lines: list[str] = []
    size = 0
    with suppress(StopIteration):
        for row in sheet.to_python(nrows=ROWS):
            line = "\t".join(str(cell) for cell in row[:COLUMNS] if cell != "")
            if line:
                lines.append(line)
                size += len(line)
            if size > TEXT_LIMIT:
                break
    return "\n".join(lines)
