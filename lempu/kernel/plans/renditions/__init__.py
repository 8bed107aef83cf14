"""Writes a plan as the annex of its decree: PDF/A, Word, Excel, and the empty Excel form.

Pure: from the JSON of a plan (the shape of ``readers.structure``) to bytes; no database, no
models, no clock. What is written here, ``readers`` reads back to the identical plan.
"""

from collections.abc import Callable
from typing import Final

from lempu.kernel.plans.renditions.annex import (
    FORMER_SIGN,
    LATE_SIGN,
    Annex,
    Footer,
    Mark,
    annex_of,
)
from lempu.kernel.plans.renditions.excel import write_xlsx
from lempu.kernel.plans.renditions.form import write_form
from lempu.kernel.plans.renditions.pdf import write_pdf
from lempu.kernel.plans.renditions.word import write_docx

__all__ = [
    "CONTENT_TYPES",
    "FORMER_SIGN",
    "LATE_SIGN",
    "WRITERS",
    "Annex",
    "Footer",
    "Mark",
    "annex_of",
    "write_docx",
    "write_form",
    "write_pdf",
    "write_xlsx",
]

_OFFICE_FORMAT: Final = "application/vnd.openxmlformats-officedocument"

#: The ending of a file name -> how its bytes are made.
WRITERS: Final[dict[str, Callable[[Annex], bytes]]] = {
    "docx": write_docx,
    "pdf": write_pdf,
    "xlsx": write_xlsx,
}

CONTENT_TYPES: Final = {
    "docx": f"{_OFFICE_FORMAT}.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": f"{_OFFICE_FORMAT}.spreadsheetml.sheet",
}
