"""Looks at what a PDF unpacks to before a library unpacks all of it into memory."""

import re
import zlib
from typing import Final

from lempu.kernel.plans.readers.errors import UnreadableFile

MAX_STREAMS_BYTES: Final = 48 * 1024 * 1024
_STREAM: Final = re.compile(rb"stream\r?\n")
_HEAD: Final = 600
_PICTURE: Final = re.compile(rb"/Subtype\s*/Image")


def check_streams(data: bytes) -> None:
    """Raises too_large when the packed parts of a PDF are together far larger than a plan is.

    Pictures are left out: they are never unpacked here, and those of a scan are rightly large.
    """
    left = MAX_STREAMS_BYTES
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - _HEAD) : found.start()].rpartition(b"endobj")[2]
        if b"FlateDecode" not in head or _PICTURE.search(head):
            continue
        left -= _unpacked_size(data, found.end(), left)
        if left < 0:
            raise UnreadableFile("too_large")


def _unpacked_size(data: bytes, start: int, most: int) -> int:
    """The size of one stream, counted only until it exceeds what is left."""
    unpack = zlib.decompressobj()
    size = 0
    piece = data[start : start + 65536]
    while piece and size <= most:
        try:
            size += len(unpack.decompress(piece, 1 << 20))
        except zlib.error:
            break
        if unpack.eof:
            break
        piece = unpack.unconsumed_tail
        if not piece:
            start += 65536
            piece = data[start : start + 65536]
    return size
