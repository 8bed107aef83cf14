"""PDF files with a text layer: tables by their lines, running text around them."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from lempu.kernel.plans.readers.errors import UnreadableFile
from lempu.kernel.plans.readers.grid import Document, Table, clean
from lempu.kernel.plans.readers.limits import MAX_CELLS, MAX_PAGES, MAX_SCRIPT
from lempu.kernel.plans.readers.loose import LooseTables
from lempu.kernel.plans.readers.pdf_ink import check_ink
from lempu.kernel.plans.readers.pdf_streams import check_streams
from lempu.kernel.plans.readers.pdf_tables import find_tables, read_table
from lempu.kernel.plans.readers.pdf_turned import words_of

# pdfminer writes pieces of a damaged page, which may hold names, into the log.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

FEWEST_CHARACTERS: Final = 20
MAX_CHARACTERS: Final = 500_000
FEWEST_COLUMNS: Final = 4
_BROKEN: Final = (
    PDFException,
    PSException,
    PdfminerException,
    MalformedPDFException,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    AssertionError,
    OSError,
    RecursionError,
    OverflowError,
)


def read_pdf(path: Path) -> Document:
    """Raises encrypted, damaged, empty, too_large, too_much, or scan when pages are pictures."""
    try:
        return _read(path)
    except UnreadableFile:
        raise
    except PdfminerException as error:
        cause = error.args[0] if error.args else None
        locked = isinstance(cause, PDFPasswordIncorrect | PDFTextExtractionNotAllowed)
        raise UnreadableFile("encrypted" if locked else "damaged") from error
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed) as error:
        raise UnreadableFile("encrypted") from error
    except _BROKEN as error:
        raise UnreadableFile("damaged") from error


def _read(path: Path) -> Document:
    document = Document()
    characters = pictures = cells = script = 0
    loose = LooseTables()
    check_streams(path.read_bytes())
    with path.open("rb") as file, pdfplumber.open(file) as pdf:
        if len(pdf.pages) > MAX_PAGES:
            raise UnreadableFile("too_large")
        if not pdf.pages:
            raise UnreadableFile("empty")
        for page in pdf.pages:
            script += check_ink(pdf.rsrcmgr, page.page_obj)
            characters += len(page.chars)
            pictures += len(page.images)
            if characters > MAX_CHARACTERS or script > MAX_SCRIPT:
                raise UnreadableFile("too_much")
            for block in _blocks(page, loose):
                document.blocks.append(block)
                if isinstance(block, Table):
                    cells += len(block.rows) * block.width
            page.close()
            if cells > MAX_CELLS:
                raise UnreadableFile("too_large")
    if characters < FEWEST_CHARACTERS * len(pdf.pages):
        raise UnreadableFile("scan" if pictures else "empty")
    if not document.tables and pictures >= len(pdf.pages):
        raise UnreadableFile("scan")
    return document


def _blocks(page: Any, loose: LooseTables) -> Iterator[str | Table]:
    """Text above, table, text between, table ... from top to bottom."""
    found = [table for table in find_tables(page) if len(table.rows[0].cells) >= FEWEST_COLUMNS]
    if not found and (blocks := loose.read(words_of(page), page.width)) is not None:
        yield from blocks
        return
    found.sort(key=lambda table: table.bbox[1])
    top = page.bbox[1]
    for table in found:
        yield from _text_between(page, top, table.bbox[1])
        yield read_table(page, table)
        top = table.bbox[3]
    yield from _text_between(page, top, page.bbox[3])


def _text_between(page: Any, top: float, bottom: float) -> Iterator[str]:
    if bottom - top < 2:
        return
    left, _, right, _ = page.bbox
    text = page.crop(
        (left, max(top, page.bbox[1]), right, min(bottom, page.bbox[3]))
    ).extract_text()
    for line in text.split("\n"):
        if cleaned := clean(line):
            yield cleaned
