"""Writes a plan as the annex of its decree: PDF/A, Word, Excel, and the empty Excel form.

Pure: from the JSON of a plan (the shape of ``readers.structure``) to bytes; no database, no
models, no clock. What is written here, ``readers`` reads back to the identical plan.

The writers load their libraries when first asked: most processes never make a paper.
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


def write_docx(annex: Annex) -> bytes:
    from lempu.kernel.plans.renditions import word  # noqa: PLC0415 -- heavy

    return word.write_docx(annex)


def write_pdf(annex: Annex) -> bytes:
    from lempu.kernel.plans.renditions import pdf  # noqa: PLC0415 -- heavy

    return pdf.write_pdf(annex)


def write_xlsx(annex: Annex) -> bytes:
    from lempu.kernel.plans.renditions import excel  # noqa: PLC0415 -- heavy

    return excel.write_xlsx(annex)


def write_form(*, office: str = "") -> bytes:
    """The empty Excel form, with the office's own name filled in."""
    from lempu.kernel.plans.renditions import form  # noqa: PLC0415 -- heavy

    return form.write_form(office=office)


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
