"""Reads a decree's action plan out of a file: Word, Excel, PDF, CSV or plain text.

Pure: no database, no models. A format reader turns the file into lines and tables (``grid``), one
interpreter (``interpret``) understands them, whatever the format.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from lempu.kernel.plans.readers.detect import kind_of
from lempu.kernel.plans.readers.errors import UnreadableFile
from lempu.kernel.plans.readers.excel import read_xlsx
from lempu.kernel.plans.readers.grid import Document
from lempu.kernel.plans.readers.interpret import interpret
from lempu.kernel.plans.readers.messages import render
from lempu.kernel.plans.readers.pdf import read_pdf
from lempu.kernel.plans.readers.spreadsheet import read_spreadsheet
from lempu.kernel.plans.readers.structure import (
    Activity,
    Decree,
    Finding,
    Indicator,
    Programme,
    Reading,
    Row,
    SubActivity,
    row_codes,
    walk,
)
from lempu.kernel.plans.readers.text import read_text
from lempu.kernel.plans.readers.word import read_word

__all__ = [
    "Activity",
    "Decree",
    "Finding",
    "Indicator",
    "Programme",
    "Reading",
    "Row",
    "SubActivity",
    "UnreadableFile",
    "read",
    "render",
    "row_codes",
    "walk",
]

_READERS: Final[dict[str, Callable[[Path], Document]]] = {
    "word": read_word,
    "xlsx": read_xlsx,
    "xls": read_spreadsheet,
    "ods": read_spreadsheet,
    "pdf": read_pdf,
    "text": read_text,
}


def read(path: Path, *, name: str | None = None) -> Reading:
    """Reads the plan in a file.

    The format is told by the content; ``name`` is the file's name as a person knows it and only
    serves where the content alone says nothing. Raises UnreadableFile, whose ``code`` and
    ``message`` say why the file is not a plan that can be read.
    """
    kind = kind_of(path, name=name or path.name)
    if kind == "image":
        raise UnreadableFile("scan")
    return interpret(_READERS[kind](path))
