"""Pictures and text out of files that nobody trusts. Runs as a process of its own.

``python -m lempu.kernel.files.renditions JOB`` reads the file on standard input and writes one line
of JSON, then the bytes of the picture if the job makes one. Memory and processor time are bounded
by the system, so that a bomb ends this process and never a page. Knows nothing of Django.

A job that cannot be done answers ``{"refusal": CODE}``: ``locked`` (a password), ``broken``,
``too_many_pixels``, ``no_such_page``, ``too_long`` (unpacks to too much).
"""

import io
import json
import sys
import zipfile
from contextlib import suppress
from typing import IO, Any

import docx
import pi_heif
import pypdfium2
import python_calamine
from PIL import Image, ImageOps, UnidentifiedImageError

try:
    import resource
except ImportError:  # pragma: no cover -- not on Windows
    resource = None  # type: ignore[assignment]

MEMORY_BYTES = 2 * 1024**3
SECONDS = 25
#: A JPEG is decoded at a fraction of its size; other formats in full.
MAX_PIXELS = {"JPEG": 260_000_000}
MAX_PIXELS_OTHERWISE = 64_000_000
MAX_HEIGHT_FACTOR = 4
UNPACKED_LIMIT = 200 * 1024**2
TEXT_LIMIT = 200_000
ROWS, COLUMNS, SHEETS = 200, 30, 5


class Refused(Exception):
    """The job cannot be done; the argument is the code."""


def picture_of_image(content: IO[bytes], width: int) -> tuple[dict[str, Any], Image.Image]:
    """The picture upright, without EXIF, at most ``width`` wide."""
    try:
        with Image.open(content) as image:
            limit = MAX_PIXELS.get(image.format or "", MAX_PIXELS_OTHERWISE)
            if image.width * image.height > limit:
                raise Refused("too_many_pixels")
            image.draft("RGB", (width, width))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((width, width * MAX_HEIGHT_FACTOR))
            return {"pages": 1}, flat(upright)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Refused("broken") from error


def picture_of_pdf(content: IO[bytes], width: int, page: int) -> tuple[dict[str, Any], Image.Image]:
    """One page, counted from 1, at most ``width`` wide and a few widths high."""
    with _pdf(content) as document:
        pages = len(document)
        if not 1 <= page <= pages:
            raise Refused("no_such_page" if pages else "broken")
        try:
            sheet = document[page - 1]
            across, down = sheet.get_size()
            # The renderer rounds up, so a trifle less is asked for.
            scale = min((width - 0.01) / max(across, 1), width * MAX_HEIGHT_FACTOR / max(down, 1))
            bitmap = sheet.render(scale=max(scale, 0.01))
            return {"pages": pages}, flat(bitmap.to_pil())
        except (pypdfium2.PdfiumError, ValueError) as error:
            raise Refused("broken") from error


def pages_of_pdf(content: IO[bytes]) -> dict[str, Any]:
    with _pdf(content) as document:
        return {"pages": len(document)}


def _pdf(content: IO[bytes]) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Refused("locked" if "password" in str(error).lower() else "broken") from error


def flat(image: Image.Image) -> Image.Image:
    """Colours without transparency: what is see-through becomes white paper."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(ground, layered).convert("RGB")
    return image.convert("RGB")


def text_of_word(content: IO[bytes]) -> dict[str, Any]:
    """Paragraphs and table rows in the order of the document, cells parted by tabs."""
    _require_modest(content)
    try:
        document = docx.Document(content)
        lines: list[str] = []
        for block in document.iter_inner_content():
            rows = getattr(block, "rows", None)
            if rows is None:
                lines.append(getattr(block, "text", ""))
            else:
                lines += ["\t".join(cell.text for cell in row.cells) for row in rows]
            if sum(map(len, lines)) > TEXT_LIMIT:
                break
    except Exception as error:
        raise Refused("broken") from error
    return _cut("\n".join(lines))


def sheets_of_book(content: IO[bytes]) -> dict[str, Any]:
    """The first rows of the first sheets, as text."""
    with suppress(zipfile.BadZipFile):
        _require_modest(content)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(content)
        lines: list[str] = []
        for name in book.sheet_names[:SHEETS]:
            lines.append(f"[{name}]")
            rows = book.get_sheet_by_name(name).to_python(nrows=ROWS)
            lines += ["\t".join(str(cell) for cell in row[:COLUMNS]) for row in rows]
    except (python_calamine.CalamineError, python_calamine.PasswordError) as error:
        locked = isinstance(error, python_calamine.PasswordError)
        raise Refused("locked" if locked else "broken") from error
    return _cut("\n".join(lines))


def text_of_text(content: IO[bytes]) -> dict[str, Any]:
    raw = content.read(TEXT_LIMIT * 4)
    for encoding in (
        ("utf-8-sig", "utf-16") if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",)
    ):
        with suppress(UnicodeDecodeError):
            return _cut(raw.decode(encoding))
    return _cut(raw.decode("cp1252", "replace"))


def _cut(text: str) -> dict[str, Any]:
    return {"text": text[:TEXT_LIMIT], "is_cut": len(text) > TEXT_LIMIT}


def _require_modest(content: IO[bytes]) -> None:
    """A small archive that unpacks to a flood is refused before anything is unpacked."""
    content.seek(0)
    with zipfile.ZipFile(content) as archive:
        if sum(member.file_size for member in archive.infolist()) > UNPACKED_LIMIT:
            raise Refused("too_long")
    content.seek(0)


TEXTS = {"word": text_of_word, "book": sheets_of_book, "text": text_of_text}


def run(job: dict[str, Any], content: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Do one job: ``{"make": "image" | "pdf" | "pages" | "word" | "book" | "text", ...}``."""
    make = job["make"]
    if make in TEXTS:
        return TEXTS[make](content), b""
    if make == "pages":
        return pages_of_pdf(content), b""
    if make == "pdf":
        facts, image = picture_of_pdf(content, job["width"], job["page"])
    else:
        facts, image = picture_of_image(content, job["width"])
    kept = io.BytesIO()
    image.save(kept, "WEBP", quality=80, method=3)
    return facts, kept.getvalue()


def _bound() -> None:
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def main() -> None:
    _bound()
    Image.MAX_IMAGE_PIXELS = None  # our own limit stands in picture_of_image
    pi_heif.register_heif_opener()
    facts: dict[str, Any] = {}
    picture = b""
    try:
        facts, picture = run(json.loads(sys.argv[1]), sys.stdin.buffer)
    except Refused as refusal:
        facts = {"refusal": str(refusal)}
    except MemoryError:
        facts = {"refusal": "too_long"}
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + picture)


if __name__ == "__main__":
    main()
