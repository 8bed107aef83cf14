"""Writes a report as an official letter: page, PDF/A and Word from one structure.

Pure: from the JSON of a snapshot to blocks, and from blocks to bytes; no database, no clock. The
words are always Indonesian, for they are those of an official paper. Writers load their libraries
when first asked: most processes never make a paper.
"""

from lempu.kernel.reporting.renditions.figures import Figures, figures_of
from lempu.kernel.reporting.renditions.letter import document_of
from lempu.kernel.reporting.renditions.narrative import subject_of, suggested_texts
from lempu.shared.paper.blocks import Document

__all__ = [
    "Document",
    "Figures",
    "document_of",
    "figures_of",
    "subject_of",
    "suggested_texts",
    "write_docx",
    "write_pdf",
]


def write_docx(document: Document) -> bytes:
    from lempu.kernel.reporting.renditions import word  # noqa: PLC0415 -- heavy

    return word.write_docx(document)


def write_pdf(document: Document) -> bytes:
    from lempu.shared.paper import letter  # noqa: PLC0415 -- heavy

    return letter.write_pdf(document)
