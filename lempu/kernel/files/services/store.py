"""Taking in bytes: first the bytes to their address, then the row."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from lempu.kernel.files.models import StoredFile, address
from lempu.kernel.files.selectors import media_type_of
from lempu.shared.errors import DomainError

MEGABYTE = 1024 * 1024
CHUNK = MEGABYTE


def store(*, content: Any, name: str) -> StoredFile:
    """Keep ``content`` (an uploaded file, or any object with ``read``) under its fingerprint.

    Refuses ``too_large``, ``disk_full``, ``empty_file`` and ``kind_refused``. What is refused leaves
    nothing behind. Bytes that are there already are not written twice.
    """
    _require_taken(content)
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".in", delete=False) as temporary:
            sha256, size = _copy(content, temporary)
            kind = _kind(temporary, name, size)
            _place(sha256, temporary)
    except OSError as error:
        raise _disk_full() from error
    finally:
        if temporary is not None:
            Path(temporary.name).unlink(missing_ok=True)
    row, _created = StoredFile.objects.get_or_create(
        sha256=sha256, defaults={"size": size, "media_type": kind}
    )
    return row


class _Movable(File):  # type: ignore[type-arg]
    """Lets a local storage rename the finished file into place instead of copying it there, so
    that a process killed half-way never leaves half a file at a content address."""

    def temporary_file_path(self) -> str:
        return str(self.file.name)  # type: ignore[union-attr]


def _require_taken(content: Any) -> None:
    refusal = getattr(content, "refusal", "")
    if refusal == "too_large":
        raise _too_large(getattr(content, "size", None))
    if refusal == "disk_full" or shutil.disk_usage(settings.HOME).free < settings.UPLOAD_ROOM_BYTES:
        raise _disk_full()


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
        raise DomainError(
            _("The file %(name)s is empty. Choose it again.") % {"name": name}, code="empty_file"
        )
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
    return kind


def _place(sha256: str, temporary: Any) -> None:
    """Move the bytes to their address, unless they lie there already."""
    target = address(sha256)
    if default_storage.exists(target):
        return
    temporary.seek(0)
    kept = default_storage.save(target, _Movable(temporary, name=target))
    if kept != target:  # another request stored the same bytes at the same moment
        default_storage.delete(kept)
