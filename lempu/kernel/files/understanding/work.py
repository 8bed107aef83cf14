"""The steps of one job, one line of answer each."""

import base64
import io
import json
from importlib import import_module
from typing import IO, Any

from PIL import Image

from lempu.kernel.files import renditions
from lempu.kernel.files.understanding import marks, pdf, photo
from lempu.kernel.files.understanding.bounds import PAGES_LIMIT, TEXT_LIMIT, Refused
from lempu.shared.dates import undated

OFFICE = "application/vnd.openxmlformats-officedocument."
#: Kind -> the module that reads it, loaded when one is to be read.
READERS = {
    f"{OFFICE}wordprocessingml.document": "word",
    f"{OFFICE}presentationml.presentation": "slides",
    f"{OFFICE}spreadsheetml.sheet": "sheets",
    "application/vnd.ms-excel": "sheets",
    "application/vnd.oasis.opendocument.spreadsheet": "sheets",
    "application/vnd.oasis.opendocument.text": "opendocument",
    "message/rfc822": "mail",
    "text/plain": "plain",
    "text/csv": "plain",
}
PDF = "application/pdf"
OLD = {"application/msword", "application/vnd.ms-excel"}
#: The new kinds under a password lie in a container of the old kind.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: Pages of a document whose picture is fingerprinted, and how wide they are drawn for it.
MARKED_PAGES, MARKED_WIDTH = 20, 400


def text(content: IO[bytes], job: dict[str, Any]) -> dict[str, Any]:
    kind = job["kind"]
    if kind == PDF:
        return _with_words(pdf.text(content))
    if kind.startswith("image/"):
        count = _frames(content)
        return _with_words({"pages": [], "count": count, "bare": [1], "is_cut": False})
    if kind in OLD and ENCRYPTED in content.read():
        raise Refused("locked")
    content.seek(0)
    if kind not in READERS:
        raise Refused("old_kind")
    found: list[tuple[str, str]] = []
    left = TEXT_LIMIT
    reader = import_module(f"{__package__}.{READERS[kind]}")
    for label, words in reader.pages(content):
        found.append((label[:120], words[:left]))
        left -= len(words)
        if left < 0 or len(found) >= PAGES_LIMIT:
            break
    return _with_words({"pages": found, "count": None, "bare": [], "is_cut": left < 0})


def _with_words(found: dict[str, Any]) -> dict[str, Any]:
    pages = [(label, _storable(words)) for label, words in found["pages"]]
    whole = " ".join(words for _label, words in pages)
    lasting = marks.folded(undated(whole))
    made = {"digest": marks.digest(marks.folded(whole)), "simhash": marks.simhash(lasting)}
    return {**found, "pages": pages, **made}


def _storable(words: str) -> str:
    """Without what no database takes: zero bytes, halves of letters."""
    return words.replace("\x00", "").encode("utf-8", "ignore").decode()


def _frames(content: IO[bytes]) -> int:
    try:
        with Image.open(content) as image:
            is_paged = image.format == "TIFF"
            return min(getattr(image, "n_frames", 1), PAGES_LIMIT) if is_paged else 1
    except (OSError, ValueError, SyntaxError) as error:
        raise Refused("broken") from error


def picture(content: IO[bytes], job: dict[str, Any]) -> dict[str, Any]:
    """The first page at each width, as WebP in base64."""
    made: dict[str, str] = {}
    widths = sorted(job["widths"], reverse=True)
    _facts, image = _drawn(content, job["kind"], widths[0])
    for width in widths:
        image.thumbnail((width, width * renditions.MAX_HEIGHT_FACTOR))
        kept = io.BytesIO()
        image.save(kept, "WEBP", quality=80, method=2)
        made[str(width)] = base64.b64encode(kept.getvalue()).decode()
    return {"pictures": made}


def _drawn(content: IO[bytes], kind: str, width: int) -> tuple[dict[str, Any], Image.Image]:
    try:
        if kind == PDF:
            return renditions.picture_of_pdf(content, width, 1)
        return renditions.picture_of_image(content, width)
    except renditions.Refused as refusal:
        raise Refused(str(refusal)) from refusal


def of_camera(content: IO[bytes], job: dict[str, Any]) -> dict[str, Any]:
    return photo.facts(content)


def of_content(content: IO[bytes], job: dict[str, Any]) -> dict[str, Any]:
    if job["kind"] != PDF:
        return {"marks": list(marks.of_photo(_drawn(content, job["kind"], 512)[1])), "ink": None}
    found, ink = [], 0
    with pdf.opened(content) as document:
        for index in range(min(len(document), MARKED_PAGES)):
            page = document[index]
            scale = MARKED_WIDTH / max(*page.get_size(), 1)
            image = page.render(scale=scale).to_pil()
            page.close()
            found.append(("page", index + 1, marks.phash(image)))
            ink = max(ink, marks.ink(image))
    return {"marks": found, "ink": ink}


STEPS = {"text": text, "picture": picture, "photo": of_camera, "marks": of_content}


def load(job: dict[str, Any]) -> None:
    """Load what this job will need; of the file nothing is looked at."""
    Image.init()
    if job["kind"].startswith("image/"):
        import_module("pi_heif").register_heif_opener()
    if job["kind"] in READERS:
        import_module(f"{__package__}.{READERS[job['kind']]}")


def work(content: IO[bytes], job: dict[str, Any], said: IO[bytes]) -> None:
    """Do the steps of ``job`` and say each answer as soon as it is known."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit stands in renditions
    for step in job["steps"]:
        content.seek(0)
        try:
            answer = STEPS[step](content, job)
        except Refused as refusal:
            answer = {"refusal": str(refusal)}
        except MemoryError:
            answer = {"refusal": "too_long"}
        said.write(json.dumps({"step": step, **answer}).encode() + b"\n")
        said.flush()
