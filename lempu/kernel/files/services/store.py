"""Taking in bytes: first the bytes to their address, then the row in the transaction that needs it."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.files.models import StoredFile, address
from lempu.kernel.files.selectors import danger_of, media_type_of
from lempu.kernel.files.services import scanner
from lempu.shared.errors import DomainError
from lempu.shared.storage import Unreachable, lay_down

MEGABYTE = 1024 * 1024
CHUNK = MEGABYTE
DANGERS = {
    "has_macro": _(
        "%(name)s contains a macro, which is a small program. Nothing of it was kept. "
        "Save it without macros (.docx, .xlsx) or as PDF, and send that."
    ),
    "has_program": _(
        "%(name)s contains a program. Nothing of it was kept. Send only the document itself."
    ),
    "two_kinds": _(
        "%(name)s is two kinds of file at once, as malware is made. Nothing of it was kept. "
        "Print it to PDF or take the photo anew, and send that."
    ),
    "bomb": _(
        "%(name)s unpacks to far more than a document holds. Nothing of it was kept. "
        "Save it anew and send that."
    ),
    "infected": _(
        "%(name)s is known malware (%(found)s). Nothing of it was kept. "
        "Have the computer it came from checked."
    ),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """Bytes that lie at their address and wait for a row; ``source`` is a copy of them at hand."""

    sha256: str
    size: int
    media_type: str
    name: str
    source: IO[bytes]

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


@contextmanager
def take_in(*, content: Any, name: str) -> Iterator[Taken]:
    """Lay ``content`` (an uploaded file, or any object with ``read``) down under its fingerprint.

    Refuses ``too_large``, ``disk_full``, ``empty_file`` and ``kind_refused``. What is refused leaves
    nothing behind. Bytes that are there already are not written twice. No row speaks of them until
    ``reference`` is called within the block; bytes that no row speaks of are swept a day later.
    """
    _require_taken(content)
    with _on_disk(content) as (source, sha256, size):
        taken = Taken(sha256, size, _kind(source, name, size), name, source)
        _lay_down(taken)
        yield taken


def reference(taken: Taken) -> StoredFile:
    """The row of what was taken in, made or held until the transaction of the caller ends.

    The sweep takes no bytes whose row it cannot have for itself. So once the row is held, bytes that are
    there stay; those that were swept just before are laid down again.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a stored file is referenced in the transaction of what points at it")
    row = None
    while row is None:
        row = _held(taken.sha256) or _made(taken)
    _lay_down(taken)
    return row


def store(*, content: Any, name: str) -> StoredFile:
    """Take in and reference at once, for callers whose own row comes a moment later."""
    with take_in(content=content, name=name) as taken, transaction.atomic():
        return reference(taken)


def _held(sha256: str) -> StoredFile | None:
    """The row, locked and marked as fresh."""
    row = StoredFile.objects.select_for_update().filter(sha256=sha256).first()
    if row is not None:
        row.taken_at = timezone.now()
        row.save(update_fields=["taken_at"])
    return row


def _made(taken: Taken) -> StoredFile | None:
    """A new row; ``None`` when somebody else made it at the same moment."""
    try:
        with transaction.atomic():
            return StoredFile.objects.create(
                sha256=taken.sha256, size=taken.size, media_type=taken.media_type
            )
    except IntegrityError:
        return None


def _lay_down(taken: Taken) -> None:
    try:
        lay_down(default_storage, address(taken.sha256), taken.source, taken.size)
    except Unreachable as error:
        raise DomainError(
            _("The store of files does not answer. Nothing was changed. Try again in a while."),
            code="store_away",
        ) from error
    except OSError as error:
        raise _disk_full() from error


@contextmanager
def _on_disk(content: Any) -> Iterator[tuple[IO[bytes], str, int]]:
    """The content as a file on this disk that survives a power cut, its fingerprint and size."""
    arrived = getattr(content, "sha256", "")
    if arrived:  # hashed while it arrived
        os.fsync(content.file.fileno())
        yield content.file, arrived, content.size
        return
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".in") as temporary:
        try:
            sha256, size = _copy(content, temporary)
        except OSError as error:
            raise _disk_full() from error
        yield temporary, sha256, size


def require_room() -> None:
    """Refuse (``disk_full``) before the disk has no room left for anything else."""
    if shutil.disk_usage(settings.HOME).free < settings.UPLOAD_ROOM_BYTES:
        raise _disk_full()


def require_size(size: int, name: str) -> None:
    """Refuse what can be refused before it is sent: ``too_large``, ``empty_file``."""
    if size > settings.UPLOAD_LIMIT_BYTES:
        raise _too_large(size)
    if size == 0:
        raise _empty(name)


def _require_taken(content: Any) -> None:
    refusal = getattr(content, "refusal", "")
    if refusal == "too_large":
        raise _too_large(getattr(content, "size", None))
    if refusal == "disk_full":
        raise _disk_full()
    require_room()


def _disk_full() -> DomainError:
    return DomainError(
        _("The server has no room for this file. Nothing was changed. Tell the administrator."),
        code="disk_full",
    )


def _too_large(size: int | None = None) -> DomainError:
    limit = settings.UPLOAD_LIMIT_BYTES // MEGABYTE
    if size is None or size <= settings.UPLOAD_LIMIT_BYTES:
        text = _("The file exceeds the limit of %(limit)s MB. Send an ordinary photo, not a video.")
        return DomainError(text % {"limit": limit}, code="too_large")
    text = _(
        "The %(size)s MB file exceeds the limit of %(limit)s MB. Send an ordinary photo, not a video."
    )
    return DomainError(
        text % {"size": max(size // MEGABYTE, limit + 1), "limit": limit}, code="too_large"
    )


def _empty(name: str) -> DomainError:
    return DomainError(
        _("The file %(name)s is empty. Choose it again.") % {"name": name}, code="empty_file"
    )


def _copy(content: Any, target: Any) -> tuple[str, int]:
    """Copy and hash at once; stop past the limit."""
    fingerprint, size = hashlib.sha256(), 0
    content.seek(0)
    while chunk := content.read(CHUNK):
        size += len(chunk)
        if size > settings.UPLOAD_LIMIT_BYTES:
            raise _too_large(getattr(content, "size", None))
        fingerprint.update(chunk)
        target.write(chunk)
    target.flush()
    os.fsync(target.fileno())
    return fingerprint.hexdigest(), size


def _kind(content: Any, name: str, size: int) -> str:
    if size == 0:
        raise _empty(name)
    kind = media_type_of(content, name)
    if not kind:
        raise DomainError(
            _(
                "%(name)s is not a kind of file we can keep. "
                "Send PDF, Word, Excel, PowerPoint, text or a photo."
            )
            % {"name": name},
            code="kind_refused",
        )
    _require_harmless(content, name, kind)
    return kind


def _require_harmless(content: Any, name: str, kind: str) -> None:
    """Refuse what is more than it says (``has_macro``, ``has_program``, ``two_kinds``, ``bomb``) and
    what the malware scanner knows (``infected``). A scanner that does not answer is asked again later."""
    danger = danger_of(content, kind)
    if danger:
        raise DomainError(DANGERS[danger] % {"name": name}, code=danger)
    with suppress(OSError):
        if found := scanner.scan(content):
            raise DomainError(DANGERS["infected"] % {"name": name, "found": found}, code="infected")
    content.seek(0)
