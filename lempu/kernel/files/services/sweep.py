"""Removing what nothing speaks of: rows nobody points at, bytes without a row.

Bytes are laid down before the row that speaks of them, so a process that dies in between, or an act that is
refused, leaves them behind. A transaction in flight may be about to speak of old bytes, too. So nothing
goes by its age alone: a row goes while it is locked, and bytes while their row is the sweep's own, which
makes everybody wait who wants to make it (``store.reference``).
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.core.files.storage import Storage, default_storage, storages
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, ProtectedError
from django.utils import timezone

from lempu.kernel.files.models import StoredFile
from lempu.shared.storage import UNFINISHED, names_in, size_of

#: No upload and no act takes that long.
STAY: Final = dt.timedelta(days=1)
BATCH = 500
_FINGERPRINT = re.compile(r"[0-9a-f]{2}/[0-9a-f]{2}/([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Swept:
    """How many of each were removed."""

    rows: int
    files: int


def sweep(*, older_than: dt.timedelta = STAY) -> Swept:
    """Remove rows nobody points at and bytes without a row, both older than that."""
    before = timezone.now() - older_than
    return Swept(_sweep_rows(before), _sweep_bytes(before))


def _sweep_rows(before: dt.datetime) -> int:
    idle = _unreferenced().filter(taken_at__lt=before)
    return sum(_remove_row(key, before) for key in list(idle.values_list("pk", flat=True)))


def _unreferenced() -> "models.QuerySet[StoredFile]":
    """Rows that no row needs. What was only worked out from a file goes with it."""
    rows = StoredFile.objects.all()
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if relation.auto_created and getattr(relation, "on_delete", None) is models.PROTECT:
            field: Any = relation.remote_field
            needed = field.model._base_manager.filter(**{field.name: OuterRef("pk")})
            rows = rows.exclude(Exists(needed))
    return rows


def _remove_row(key: int, before: dt.datetime) -> bool:
    """Remove one row if it is still old and still nobody's; its bytes follow when it is gone."""
    try:
        with transaction.atomic():
            held = StoredFile.objects.select_for_update().filter(pk=key, taken_at__lt=before)
            row = held.first()
            if row is None:
                return False
            row.delete()
    except (ProtectedError, IntegrityError):  # somebody has pointed at it meanwhile
        return False
    _forget_previews(row.path)
    return True


def _sweep_bytes(before: dt.datetime) -> int:
    old = (name for name, laid_down in names_in(default_storage) if laid_down < before)
    removed = 0
    while names := list(islice(old, BATCH)):
        removed += sum(_remove_bytes(name, before) for name in _lost(names))
    return removed


def _lost(names: list[str]) -> Iterator[str]:
    """Those of the names that no row speaks of; names that are none of ours are left alone."""
    fingerprints = {found[1]: name for name in names if (found := _FINGERPRINT.fullmatch(name))}
    known = StoredFile.objects.filter(sha256__in=fingerprints).values_list("sha256", flat=True)
    yield from (fingerprints[sha256] for sha256 in fingerprints.keys() - set(known))
    yield from (name for name in names if name.endswith(UNFINISHED))


def _remove_bytes(name: str, before: dt.datetime) -> bool:
    if name.endswith(UNFINISHED):
        return _delete_old(default_storage, name, before)
    try:
        with transaction.atomic():
            mine = StoredFile(sha256=name.rpartition("/")[2], size=0, media_type="")
            StoredFile.objects.bulk_create([mine])
            removed = _delete_old(default_storage, name, before)
            StoredFile.objects.filter(sha256=mine.sha256).delete()
            return removed
    except IntegrityError:  # somebody has made the row meanwhile
        return False


def _delete_old(storage: Storage, name: str, before: dt.datetime) -> bool:
    """Delete unless it is gone or was laid down anew while we waited."""
    if size_of(storage, name) is None or storage.get_modified_time(name) >= before:
        return False
    storage.delete(name)
    return True


def _forget_previews(folder: str) -> None:
    """Take away what was made to show a file that is gone."""
    previews = storages["previews"]
    try:
        _folders, names = previews.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        previews.delete(f"{folder}/{name}")
