"""Counts what a PDF page draws before a library makes an object of every letter and line."""

from typing import Any

from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdfinterp import PDFPageInterpreter

from lempu.kernel.plans.readers.errors import UnreadableFile
from lempu.kernel.plans.readers.limits import MAX_PAGE_CHARACTERS, MAX_PAGE_DRAWINGS, MAX_PAGE_LINES


def check_ink(resources: Any, page: Any) -> None:
    """Raises too_large when a page draws far more letters or lines than a sheet of paper holds.

    Repeated drawings count each time, so that a small file cannot unfold into a large page.
    """
    PDFPageInterpreter(resources, _Counter(resources)).process_page(page)


class _Counter(PDFDevice):
    """Draws nothing."""

    def __init__(self, resources: Any) -> None:
        super().__init__(resources)
        self._characters = MAX_PAGE_CHARACTERS  # in bytes; a letter may take two
        self._lines = MAX_PAGE_LINES
        self._drawings = MAX_PAGE_DRAWINGS

    def render_string(self, state: Any, sequence: Any, *rest: Any) -> None:
        self._characters -= sum(len(piece) for piece in sequence if isinstance(piece, bytes))
        self._require()

    def paint_path(self, *given: Any) -> None:
        self._lines -= len(given[-1]) // 2  # a line is a move and a stroke
        self._require()

    def begin_figure(self, name: Any, bbox: Any, matrix: Any) -> None:
        self._drawings -= 1
        self._require()

    def _require(self) -> None:
        if min(self._characters, self._lines, self._drawings) < 0:
            raise UnreadableFile("too_large")
