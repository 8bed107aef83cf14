"""Files that come in pieces, so that a dropped line costs no more than what was on its way.

The row says how many bytes are safe; it is written after they are flushed. What lies behind that in the
file is cut off before the next piece, so a process killed in between costs a piece and never the whole.
"""

import base64
import datetime as dt
import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.files.models import Upload
from lempu.kernel.files.services.store import require_room, require_size
from lempu.shared.errors import DomainError

CHUNK: Final = 256 * 1024
HASHES: Final = ("sha256", "sha1")
Read = Callable[[int], bytes]


@dataclass(slots=True)
class Collected:
    """A file that came in pieces and is whole, as ``take_in`` wants one: open, and hashed."""

    file: IO[bytes]
    name: str
    size: int
    sha256: str
    refusal: str = ""


@transaction.atomic
def begin(*, owner: User, name: str, size: int) -> Upload:
    """Agree to take ``size`` bytes. Refuses ``too_large``, ``empty_file``, ``disk_full`` and, where the
    person has too much open already, ``too_many_uploads``."""
    require_room()
    require_size(size, name)
    User.objects.select_for_update().only("pk").get(pk=owner.pk)  # counts are taken one at a time
    mine = Upload.objects.visible_to(owner).unfinished()
    taken = mine.aggregate(total=Sum("size"))["total"] or 0
    if mine.count() >= settings.UPLOADS_OPEN or taken + size > settings.UPLOADS_OPEN_BYTES:
        raise DomainError(
            _("You have too many unfinished uploads. Let some finish or cancel them, then go on."),
            code="too_many_uploads",
        )
    return Upload.objects.create(owner=owner, name=name[-200:], size=size)


def append(*, upload: Upload, offset: int, read: Read, checksum: str = "") -> Upload:
    """Add what ``read`` gives to the first ``offset`` bytes; what came before a line dropped is kept.

    With a ``checksum`` ("sha256 <base64>") the piece counts whole or not at all. Refuses ``busy`` (another
    request is adding), ``wrong_offset``, ``wrong_checksum``, ``unknown_checksum``, ``too_long``,
    ``lost`` (the bytes are not on this server any more) and ``disk_full``.
    """
    if upload.is_whole and offset == upload.offset:
        return upload
    algorithm, _blank, expected = checksum.partition(" ")
    if checksum and algorithm not in HASHES:
        raise DomainError(_("This kind of checksum is not known here."), code="unknown_checksum")
    with _held(upload) as file:
        upload.refresh_from_db()
        if upload.offset != offset:
            raise DomainError(
                _("The upload goes on at another place than it was left."), code="wrong_offset"
            )
        _cut(upload, file)
        digest = hashlib.new(algorithm, usedforsecurity=False) if checksum else None
        added = _write(upload, file, read, digest)
        if digest and base64.b64encode(digest.digest()).decode() != expected:
            os.ftruncate(file.fileno(), offset)
            raise DomainError(
                _("This piece arrived damaged. Send it again."), code="wrong_checksum"
            )
        upload.offset, upload.touched_at = offset + added, timezone.now()
        upload.save(update_fields=["offset", "touched_at"])
    return upload


def discard(*, upload: Upload) -> None:
    """Give an upload up; nothing of it is kept."""
    Upload.objects.filter(pk=upload.pk).delete()
    upload.place.unlink(missing_ok=True)


@contextmanager
def collected(upload: Upload) -> Iterator[Collected]:
    """The whole file, for ``take_in``. Refuses ``used``, ``not_whole`` and ``lost``."""
    if upload.used_at is not None:
        raise _used()
    if not upload.is_whole:
        raise DomainError(_("This file has not arrived whole yet."), code="not_whole")
    try:
        file = upload.place.open("rb")
    except FileNotFoundError as error:
        raise _lost() from error
    with file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        yield Collected(file, upload.name, upload.size, sha256)


def use(*, upload: Upload, outcome: str) -> None:
    """Say, in the transaction of the act that takes the file, what became of it. Refuses ``used``.

    Its bytes go when that transaction has ended well.
    """
    row = Upload.objects.select_for_update().filter(pk=upload.pk).first()
    if row is None or row.used_at is not None:
        raise _used()
    row.used_at, row.outcome = timezone.now(), outcome
    row.save(update_fields=["used_at", "outcome"])
    transaction.on_commit(lambda: row.place.unlink(missing_ok=True))


def sweep_uploads(*, older_than: dt.timedelta | None = None) -> int:
    """Remove uploads nobody went on with, and bytes whose row is gone."""
    stay = dt.timedelta(hours=settings.UPLOADS_STAY_HOURS) if older_than is None else older_than
    before = timezone.now() - stay
    removed, _each = Upload.objects.filter(touched_at__lt=before).delete()
    folder = Path(settings.HOME, "uploads")
    for place in folder.iterdir() if folder.exists() else ():
        with suppress(FileNotFoundError):
            is_old = place.stat().st_mtime < before.timestamp()
            if is_old and not Upload.objects.filter(pk=place.name, used_at=None).exists():
                place.unlink()
    return removed


@contextmanager
def _held(upload: Upload) -> Iterator[IO[bytes]]:
    """The file of an upload, for one request at a time; the lock goes with whoever dies."""
    upload.place.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(upload.place, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DomainError(_("Another request is adding to this file."), code="busy") from error
        yield file


def _cut(upload: Upload, file: IO[bytes]) -> None:
    """Leave what is known to be safe, and stand at its end."""
    if os.fstat(file.fileno()).st_size < upload.offset:
        raise _lost()
    os.ftruncate(file.fileno(), upload.offset)
    file.seek(upload.offset)


def _write(upload: Upload, file: IO[bytes], read: Read, digest: Any) -> int:
    """Write pieces until the line ends, flushed; how many bytes."""
    require_room()
    left = upload.size - upload.offset
    try:
        while chunk := read(min(CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise DomainError(_("More arrived than was agreed."), code="too_long")
            file.write(chunk)
            if digest:
                digest.update(chunk)
        file.flush()
        os.fsync(file.fileno())
    except OSError as error:
        if error.errno:  # the disk, and not the line, which gives up without a number
            raise DomainError(
                _("The server has no room for this file."), code="disk_full"
            ) from error
        file.flush()
        os.fsync(file.fileno())
    return upload.size - upload.offset - left


def _used() -> DomainError:
    return DomainError(_("This upload was used already."), code="used")


def _lost() -> DomainError:
    return DomainError(_("What was sent of this file is gone. Send it anew."), code="lost")
