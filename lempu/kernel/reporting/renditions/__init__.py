"""Writes a report as an official letter: page, PDF/A and Word from one structure.

Pure: from the JSON of a snapshot to blocks, and from blocks to bytes; no database, no clock. The
words are always Indonesian, for they are those of an official paper.
"""

from lempu.kernel.reporting.renditions.blocks import Document
from lempu.kernel.reporting.renditions.figures import Figures, figures_of
from lempu.kernel.reporting.renditions.letter import document_of
from lempu.kernel.reporting.renditions.narrative import subject_of, suggested_texts
from lempu.kernel.reporting.renditions.pdf import write_pdf
from lempu.kernel.reporting.renditions.word import write_docx

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
