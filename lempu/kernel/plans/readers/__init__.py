"""Reads a decree's action plan out of a file: Word, Excel, PDF, CSV or plain text.

Pure: no database, no models. A format reader turns the file into lines and tables (``grid``), one
interpreter (``interpret``) understands them, whatever the format. Each format loads its own library, and
only when it is asked for: rooms above take the structure of a reading without any of them.
"""

from pathlib import Path

from lempu.kernel.plans.readers.detect import kind_of
from lempu.kernel.plans.readers.errors import UnreadableFile
from lempu.kernel.plans.readers.grid import Document
from lempu.kernel.plans.readers.messages import render
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


def read(path: Path, *, name: str | None = None) -> Reading:
    """Reads the plan in a file.

    The format is told by the content; ``name`` is the file's name as a person knows it and only
    serves where the content alone says nothing. Raises UnreadableFile, whose ``code`` and
    ``message`` say why the file is not a plan that can be read.
    """
    kind = kind_of(path, name=name or path.name)
    if kind == "image":
        raise UnreadableFile("scan")
    from lempu.kernel.plans.readers.interpret import interpret  # noqa: PLC0415 -- heavy

    return interpret(_document(path, kind))


def _document(path: Path, kind: str) -> Document:
    """What the reader of this format makes of the file."""
    match kind:
        case "word":
            from lempu.kernel.plans.readers.word import read_word as reader  # noqa: PLC0415
        case "xlsx":
            from lempu.kernel.plans.readers.excel import read_xlsx as reader  # noqa: PLC0415
        case "pdf":
            from lempu.kernel.plans.readers.pdf import read_pdf as reader  # noqa: PLC0415
        case "text":
            from lempu.kernel.plans.readers.text import read_text as reader  # noqa: PLC0415
        case _:
            from lempu.kernel.plans.readers.spreadsheet import (  # noqa: PLC0415
                read_spreadsheet as reader,
            )
    return reader(path)
