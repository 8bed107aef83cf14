"""Reads the QR codes on the first pages of a file, in a bounded process of its own.

``python -m lempu.kernel.scans.understanding KIND < file`` prints a list as JSON; empty when it cannot.
"""

import io
import json
import sys
from typing import IO

import pypdfium2
import zxingcpp
from PIL import Image, ImageOps

from lempu.kernel.files.understanding.bounds import bound

PAGES, DOTS, LONGEST = 3, 200, 2600
INCH = 72
MOST = 8
QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def codes(content: IO[bytes], kind: str) -> list[str]:
    """The texts of QR codes in the order of the pages, each once."""
    found: dict[str, None] = {}
    for image in _pages(content, kind):
        for one in zxingcpp.read_barcodes(image, formats=QR):
            found[one.text[:200]] = None
    return list(found)[:MOST]


def _pages(content: IO[bytes], kind: str) -> list[Image.Image]:
    if kind == "application/pdf":
        with pypdfium2.PdfDocument(content) as document:
            return [_drawn(document[index]) for index in range(min(len(document), PAGES))]
    with Image.open(content) as image:
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST, LONGEST))
        return [upright.convert("L")]


def _drawn(page: pypdfium2.PdfPage) -> Image.Image:
    scale = min(DOTS / INCH, LONGEST / max(*page.get_size(), 1))
    picture: Image.Image = page.render(scale=scale).to_pil().convert("L")
    return picture


def main() -> None:
    bound()
    Image.MAX_IMAGE_PIXELS = 60_000_000
    content = io.BytesIO(sys.stdin.buffer.read())
    try:
        found = codes(content, sys.argv[1])
    except (OSError, ValueError, SyntaxError, MemoryError, RuntimeError):
        found = []
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
