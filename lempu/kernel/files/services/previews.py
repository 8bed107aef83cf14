"""Making a stored file visible: pictures of its pages, or its text.

What comes out is kept in the ``previews`` storage under the file's fingerprint, so that each is made
once; all of it can be thrown away at any time. The work itself is done by ``renditions`` in a
bounded process of its own.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from io import UnsupportedOperation
from typing import IO, Any

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lempu.kernel.files.models import StoredFile
from lempu.shared.errors import DomainError

log = structlog.get_logger(__name__)

#: Started by its name: importing it would load every library for pictures into each web process.
RENDITIONS = "lempu.kernel.files.renditions"
PAGE_WIDTH = 1600
THUMBNAIL_WIDTH = 112
PATIENCE_SECONDS = 40
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BOOKS = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.spreadsheet",
}
REASONS: dict[str, str | Promise] = {
    "locked": _("This file is locked by a password. Save a copy without one and upload it again."),
    "broken": _(
        "This file cannot be opened: it is damaged or incomplete. Download it to check, or ask for it again."
    ),
    "too_many_pixels": _(
        "This picture has too many pixels to be shown here. Download it to see it."
    ),
    "too_long": _("This file unpacks to too much to be shown here. Download it to see it."),
    "too_heavy": _(
        "This file takes too much work to be shown here. Download it to see it, or ask for a simpler one."
    ),
    "busy": _("Other files are being made ready to be shown. Load the page again in a moment."),
    "no_such_page": _("This file has no such page."),
    "no_preview": _("This kind of file is not shown here. Download it to see it."),
}
#: What another try cannot change, and so is remembered.
LASTING = {"locked", "broken", "too_many_pixels", "too_long", "too_heavy"}
#: Signals that tell a process to stop, whatever it works on; any other tells of the file.
TOLD_TO_STOP = {-15, -2, -1}

#: One at a time bounds the memory; nobody waits long, for who waits keeps a thread of the server.
_turn = threading.BoundedSemaphore(1)
WAIT_SECONDS = 8


class NoPreview(DomainError):
    """There is nothing to show; the message says why and what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(REASONS[code], code=code)


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file; ``is_cut`` when it went on."""

    text: str
    is_cut: bool


def picture(file: StoredFile, *, page: int = 1) -> bytes:
    """One page (or the photo) as WebP, at most 1600 pixels wide. Raises ``NoPreview``."""
    return _picture(file, page=page, width=PAGE_WIDTH)


def thumbnail(file: StoredFile) -> bytes:
    """The first page small, as WebP. Raises ``NoPreview``."""
    return _picture(file, page=1, width=THUMBNAIL_WIDTH)


def extract(file: StoredFile) -> Extract:
    """The text of a Word, Excel or text file. Raises ``NoPreview``."""
    make = _text_job(file)
    kept = _kept(f"{_folder(file)}/text.json")
    if kept is None:
        facts, _picture_bytes = _make(file, {"make": make})
        kept = json.dumps(facts).encode()
        _keep(f"{_folder(file)}/text.json", kept)
    facts = json.loads(kept)
    return Extract(facts["text"], facts["is_cut"])


def page_count(file: StoredFile) -> int:
    """How many pages there are to show, remembered in ``pages``. Raises ``NoPreview``."""
    if file.pages is None:
        facts = {"pages": 1} if file.is_picture else _make(file, {"make": "pages"})[0]
        _remember_pages(file, facts["pages"])
    return file.pages or 0


def keep_picture(file: StoredFile, *, page: int, width: int, content: bytes) -> None:
    """Keep a picture that was made elsewhere."""
    _keep(f"{_folder(file)}/{page}-{width}.webp", content)


def forget_refusal(file: StoredFile) -> None:
    """Let what could not be shown be tried again."""
    storages["previews"].delete(f"{_folder(file)}/refused")


def _picture(file: StoredFile, *, page: int, width: int) -> bytes:
    if not (file.is_pdf or file.is_picture):
        raise NoPreview("no_preview")
    if file.pages is not None and not 1 <= page <= file.pages:
        raise NoPreview("no_such_page")
    name = f"{_folder(file)}/{page}-{width}.webp"
    kept = _kept(name)
    if kept is None:
        make = "pdf" if file.is_pdf else "image"
        facts, kept = _make(file, {"make": make, "page": page, "width": width})
        _keep(name, kept)
        _remember_pages(file, facts["pages"])
    return kept


def _text_job(file: StoredFile) -> str:
    if file.is_text:
        return "text"
    if file.media_type == WORD:
        return "word"
    if file.media_type in BOOKS:
        return "book"
    raise NoPreview("no_preview")


def _remember_pages(file: StoredFile, pages: int) -> None:
    if file.pages is None:
        StoredFile.objects.filter(pk=file.pk, pages=None).update(pages=pages)
        file.pages = pages


def _make(file: StoredFile, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Have a job done, unless it is known that it cannot be."""
    verdict = _kept(f"{_folder(file)}/refused")
    if verdict is not None:
        raise NoPreview(verdict.decode())
    if not _turn.acquire(timeout=WAIT_SECONDS):
        raise NoPreview("busy")
    try:
        with file.open() as content:
            facts, made = _run(content, job)
    finally:
        _turn.release()
    code = facts.get("refusal")
    if code:
        if code in LASTING:
            _keep(f"{_folder(file)}/refused", code.encode())
        raise NoPreview(code)
    return facts, made


def _run(content: Any, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    command = [sys.executable, "-m", RENDITIONS, json.dumps(job)]
    with on_disk(content) as source:
        try:
            done = subprocess.run(  # noqa: S603 -- our own module, no shell
                command, stdin=source, capture_output=True, timeout=PATIENCE_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            log.warning("preview took too long", make=job["make"])
            return {"refusal": "too_heavy"}, b""
    line, _newline, made = done.stdout.partition(b"\n")
    if done.returncode or not line:
        log.warning("preview failed", make=job["make"], status=done.returncode)
        if done.returncode in TOLD_TO_STOP:
            return {"refusal": "busy"}, b""
        return {"refusal": "too_heavy" if done.returncode < 0 else "broken"}, b""
    return json.loads(line), made


def on_disk(content: Any) -> IO[bytes]:
    """The file as the system knows it; a copy where the storage is not a local one."""
    try:
        content.fileno()
    except (UnsupportedOperation, AttributeError, OSError):
        copy = tempfile.TemporaryFile()  # noqa: SIM115 -- the caller closes it
        shutil.copyfileobj(content, copy)
        copy.seek(0)
        return copy
    source: IO[bytes] = content
    source.seek(0)
    return source


def _folder(file: StoredFile) -> str:
    return file.path


def _kept(name: str) -> bytes | None:
    storage = storages["previews"]
    try:
        with storage.open(name, "rb") as kept:
            content: bytes = kept.read()
            return content
    except FileNotFoundError:
        return None


def _keep(name: str, content: bytes) -> None:
    """Keep a preview if there is room; without, the page works all the same."""
    try:
        storages["previews"].save(name, ContentFile(content))
    except OSError:
        log.warning("preview not kept")
