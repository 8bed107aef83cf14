"""Counts what a PDF page draws before a library makes an object of every letter and line."""

import re
from collections.abc import Sequence
from typing import Any, Final

from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import list_value, stream_value

from lempu.kernel.plans.readers.errors import UnreadableFile
from lempu.kernel.plans.readers.limits import (
    MAX_INLINE_PICTURE,
    MAX_PAGE_CHARACTERS,
    MAX_PAGE_DRAWINGS,
    MAX_PAGE_LINES,
    MAX_PAGE_SCRIPT,
)

_INLINE: Final = re.compile(rb"\bID\s")
_END: Final = re.compile(rb"EI|~>")


def check_ink(resources: Any, page: Any) -> int:
    """Raises too_much when a page draws far more letters or lines than a sheet of paper holds.

    The script of the page is weighed first, so that a path of a million corners, which draws
    nothing, is never walked. Repeated drawings count each time, so that a small file cannot unfold
    into a large page. Answers with the bytes of script that the page ran.
    """
    counter = _Counter(resources)
    _Careful(resources, counter).process_page(page)
    return counter.script


class _Careful(PDFPageInterpreter):
    """Weighs every script, that of a page or of a drawing within it, before running it."""

    device: "_Counter"

    def execute(self, streams: Sequence[object]) -> None:
        for stream in list_value(streams):
            self.device.weigh(stream_value(stream).get_data())
        super().execute(streams)


class _Counter(PDFDevice):
    """Draws nothing."""

    def __init__(self, resources: Any) -> None:
        super().__init__(resources)
        self.script = 0
        self._characters = MAX_PAGE_CHARACTERS  # in bytes; a letter may take two
        self._lines = MAX_PAGE_LINES
        self._drawings = MAX_PAGE_DRAWINGS

    def weigh(self, script: bytes) -> None:
        self.script += len(script)
        if self.script > MAX_PAGE_SCRIPT or _has_large_picture(script):
            raise UnreadableFile("too_much")

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
            raise UnreadableFile("too_much")


def _has_large_picture(script: bytes) -> bool:
    """Whether a picture within the script is so long that looking for its end takes for ever."""
    for begin in _INLINE.finditer(script):
        if not _END.search(script, begin.end(), begin.end() + MAX_INLINE_PICTURE):
            return begin.end() + MAX_INLINE_PICTURE < len(script)
    return False
