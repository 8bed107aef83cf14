"""Paper as a scanner sees it."""

import io

import pypdfium2
from PIL import Image


def pages_of(content: bytes, *, turned: int = 0) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(content)
    images = [
        page.render(scale=2).to_pil().convert("L").rotate(turned, expand=True) for page in document
    ]
    document.close()
    return images


def scanned(*contents: bytes, turned: int = 0) -> bytes:
    """What a scanner makes of sheets of paper: a PDF of pictures, perhaps lying on their side."""
    images = [image for content in contents for image in pages_of(content, turned=turned)]
    kept = io.BytesIO()
    images[0].save(kept, "PDF", save_all=True, append_images=images[1:], resolution=144)
    return kept.getvalue()
