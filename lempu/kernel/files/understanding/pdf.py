"""PDF: text page by page, which pages are pictures only, digital signatures."""

from typing import IO, Any

import pypdfium2
import pypdfium2.raw as pdfium

from lempu.kernel.files.understanding.bounds import PAGES_LIMIT, TEXT_LIMIT, Refused

#: A page with fewer letters than this beside a picture is taken for a scan.
FEW_LETTERS = 16
DEEP = 3


def opened(content: IO[bytes]) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Refused("locked" if "password" in str(error).lower() else "broken") from error


def text(content: IO[bytes]) -> dict[str, Any]:
    """``pages`` of (label, text), ``count``, ``bare`` pages that are pictures without words."""
    with opened(content) as document:
        count = len(document)
        if not count:
            raise Refused("broken")
        found: list[tuple[str, str]] = []
        bare: list[int] = []
        size = 0
        for index in range(min(count, PAGES_LIMIT)):
            words, is_bare = _page(document, index)
            found.append(("", words))
            if is_bare:
                bare.append(index + 1)
            size += len(words)
            if size > TEXT_LIMIT:
                break
        signatures = max(pdfium.FPDF_GetSignatureCount(document.raw), 0)
        return {
            "pages": found,
            "count": count,
            "bare": bare,
            "is_cut": len(found) < count,
            "signatures": signatures,
        }


def _page(document: pypdfium2.PdfDocument, index: int) -> tuple[str, bool]:
    """A broken page has no text and spoils no other."""
    try:
        page = document[index]
        try:
            sheet = page.get_textpage()
            words = str(sheet.get_text_range()).replace("\r\n", "\n").strip()
            sheet.close()
            is_bare = len("".join(words.split())) < FEW_LETTERS and _has_picture(page)
            return words, is_bare
        finally:
            page.close()
    except (pypdfium2.PdfiumError, UnicodeError, ValueError):
        return "", False


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    kinds = [pdfium.FPDF_PAGEOBJ_IMAGE]
    return next(iter(page.get_objects(filter=kinds, max_depth=DEEP)), None) is not None
