"""Becomes OCRmyPDF, bounded, and ends with the worker that asked for it.

``python -m lempu.kernel.files.understanding.ocr SOURCE TARGET PAGES``. OCRmyPDF (MPL) is a program of
its own that the system brings, with Tesseract; nothing of it is imported.
"""

import os
import sys

from lempu.kernel.files.understanding.bounds import bound

PROGRAM = "ocrmypdf"
LANGUAGE = "ind"
MEMORY_BYTES = 2 * 1024**3
SECONDS = 60 * 60
PAGE_SECONDS = 120


def command(source: str, target: str, pages: str) -> list[str]:
    """Pages that have text are left as they are; the result is PDF/A with an invisible layer of words."""
    return [
        *(PROGRAM, "--quiet", "--language", LANGUAGE, "--jobs", "1", "--pages", f"1-{pages}"),
        *("--skip-text", "--rotate-pages", "--output-type", "pdfa", "--optimize", "0"),
        *("--max-image-mpixels", "100", "--tesseract-timeout", str(PAGE_SECONDS)),
        *(source, target),
    ]


def main() -> None:
    bound(memory=MEMORY_BYTES, seconds=SECONDS)
    os.environ["OMP_THREAD_LIMIT"] = "1"
    words = command(*sys.argv[1:4])
    os.execvp(words[0], words)  # noqa: S606 -- our own words, no shell


if __name__ == "__main__":
    main()
