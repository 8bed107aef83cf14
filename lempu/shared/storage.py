"""Bytes that must survive: laid down whole at a name, whatever dies on the way.

A name holds all of its bytes or does not exist. On a local disk the finished file is linked into place and
the folders are flushed, so that a power cut keeps it too; any other store takes a whole object or none.
"""

import datetime as dt
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage

MODE = 0o644
#: How names end that a process stopped in the middle may leave in the store.
UNFINISHED = ".put"


class Unreachable(OSError):
    """The store does not answer, or refuses us."""


def size_of(storage: Storage, name: str) -> int | None:
    """How many bytes lie there; ``None`` when nothing does."""
    try:
        return storage.size(name)
    except FileNotFoundError:
        return None


def lay_down(storage: Storage, name: str, source: IO[bytes], size: int) -> bool:
    """Put the ``size`` bytes of ``source``, a finished file on this disk, at ``name``.

    What lies there with the same size stays; returns whether anything was written. The source keeps its
    own name and stays open; whoever made it takes it away.
    """
    if size_of(storage, name) == size:
        return False
    source.seek(0)
    if isinstance(storage, FileSystemStorage):
        _lay_on_disk(Path(storage.path(name)), source)
    else:
        storage.save(name, File(source, name=name))
    return True


def names_in(storage: Storage) -> Iterator[tuple[str, dt.datetime]]:
    """Every name in the store and when its bytes were laid down."""
    if not isinstance(storage, FileSystemStorage):
        yield from storage.names()  # type: ignore[attr-defined]
        return
    root = Path(storage.location)
    for folder, _folders, names in os.walk(root):
        for name in names:
            path = Path(folder, name)
            with suppress(FileNotFoundError):
                modified = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
                yield path.relative_to(root).as_posix(), modified


def _lay_on_disk(target: Path, source: IO[bytes]) -> None:
    _make_folders(target.parent)
    aside = target.with_name(f".{secrets.token_hex(8)}{UNFINISHED}")
    try:
        _second_name(source, aside)
        os.replace(aside, target)
    finally:
        aside.unlink(missing_ok=True)  # a rename onto another name of the same file leaves it
    flush_folder(target.parent)


def _second_name(source: IO[bytes], aside: Path) -> None:
    """A file ``aside`` with the bytes of the source: the same one if the disk can, else a copy."""
    with suppress(OSError, TypeError, AttributeError):
        os.link(source.name, aside)
        aside.chmod(MODE)
        return
    with aside.open("wb") as copy:
        shutil.copyfileobj(source, copy)
        copy.flush()
        os.fsync(copy.fileno())
    aside.chmod(MODE)


def _make_folders(folder: Path) -> None:
    """Make the folder and those above it, each flushed into the one that holds it."""
    if folder.is_dir():
        return
    _make_folders(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir()
    flush_folder(folder.parent)


def flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
