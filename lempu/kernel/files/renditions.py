"""Pictures and text out of files that nobody trusts. Runs as a process of its own.

``python -m lempu.kernel.files.renditions JOB`` reads the file on standard input and writes one line
of JSON, then the bytes of the picture if the job makes one. Memory and processor time are bounded
by the system, so that a bomb ends this process and never a page. Knows nothing of Django, and each
job loads its own library only.

A job that cannot be done answers ``{"refusal": CODE}``: ``locked`` (a password), ``broken``,
``too_many_pixels``, ``no_such_page``, ``too_long`` (unpacks to too much), ``too_heavy`` (takes more
memory or time than there is; so does a process that ended without an answer).
"""

import io
import json
import sys
import zipfile
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

try:
    import resource
except ImportError:  # pragma: no cover -- not on Windows
    resource = None  # type: ignore[assignment]

#: What a photo of 50 million pixels takes, of a phone's own format; a page or a text takes a tenth.
MEMORY_BYTES = 384 * 1024**2
SECONDS = 12
#: A JPEG is decoded at a fraction of its size; other formats and JPEGs that come in layers in full.
MAX_PIXELS_OF_JPEG = 260_000_000
MAX_PIXELS = 52_000_000
#: What is see-through is held twice, and so is every WebP.
MAX_PIXELS_TWICE = 20_000_000
#: Orientations of a camera held upright: what is wide in the file is high on the screen.
UPRIGHT = {5, 6, 7, 8}
MAX_HEIGHT_FACTOR = 4
UNPACKED_LIMIT = 200 * 1024**2
#: Of these a tree is made that takes many times their size.
MARKUP_LIMIT = 24 * 1024**2
TEXT_LIMIT = 200_000
ROWS, COLUMNS, SHEETS = 200, 30, 5


class Refused(Exception):
    """The job cannot be done; the argument is the code."""


def picture_of_image(content: IO[bytes], width: int) -> "tuple[dict[str, Any], Image.Image]":
    """The picture upright, without EXIF, at most ``width`` wide."""
    import pi_heif  # noqa: PLC0415
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415

    Image.MAX_IMAGE_PIXELS = None  # our own limit stands here
    pi_heif.register_heif_opener()
    try:
        with Image.open(content) as image:
            if image.width * image.height > most_pixels(image):
                raise Refused("too_many_pixels")
            box = (width, width * MAX_HEIGHT_FACTOR)
            if image.getexif().get(0x0112) in UPRIGHT:
                box = (box[1], box[0])
            # Smaller first and turned then: a turned copy of the whole would take as much again.
            image.draft("RGB", (width, width))
            image.thumbnail(box)
            return {"pages": 1}, flat(ImageOps.exif_transpose(image))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Refused("broken") from error


def most_pixels(image: "Image.Image") -> int:
    """How large a picture may be, by what it takes to hold it."""
    if image.format == "JPEG" and not image.info.get("progressive"):
        return MAX_PIXELS_OF_JPEG
    is_held_twice = image.format == "WEBP" or image.mode in ("RGBA", "LA", "PA")
    return MAX_PIXELS_TWICE if is_held_twice else MAX_PIXELS


def picture_of_pdf(
    content: IO[bytes], width: int, page: int
) -> "tuple[dict[str, Any], Image.Image]":
    """One page, counted from 1, at most ``width`` wide and a few widths high."""
    import pypdfium2  # noqa: PLC0415

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


def _pdf(content: IO[bytes]) -> "pypdfium2.PdfDocument":
    import pypdfium2  # noqa: PLC0415

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Refused("locked" if "password" in str(error).lower() else "broken") from error


def flat(image: "Image.Image") -> "Image.Image":
    """Colours without transparency: what is see-through becomes white paper."""
    from PIL import Image  # noqa: PLC0415

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(ground, layered).convert("RGB")
    return image.convert("RGB")


def text_of_word(content: IO[bytes]) -> dict[str, Any]:
    """Paragraphs and table rows in the order of the document, cells parted by tabs."""
    import docx  # noqa: PLC0415

    try:
        _require_modest(content)
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
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise Refused("broken") from error
    return _cut("\n".join(lines))


def sheets_of_book(content: IO[bytes]) -> dict[str, Any]:
    """The first rows of the first sheets, as text."""
    import python_calamine  # noqa: PLC0415

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
        sizes = [(member.filename, member.file_size) for member in archive.infolist()]
    markup = sum(size for name, size in sizes if name.endswith((".xml", ".rels")))
    if sum(size for _name, size in sizes) > UNPACKED_LIMIT or markup > MARKUP_LIMIT:
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
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    _bound()
    facts: dict[str, Any] = {}
    picture = b""
    try:
        facts, picture = run(json.loads(sys.argv[1]), sys.stdin.buffer)
    except Refused as refusal:
        facts = {"refusal": str(refusal)}
    except MemoryError:
        facts = {"refusal": "too_heavy"}
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + picture)


if __name__ == "__main__":
    main()
