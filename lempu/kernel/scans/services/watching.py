"""The watched folder: what is dropped there is taken once, filed by its cover sheet or put in the tray.

Each office has a folder named by its code in ``settings.SCANS``. A file is moved into ``diproses`` under a
key of its own first (one rename, so that one worker has it), then kept and written in one transaction, then
moved into ``selesai`` or ``ditolak``. Whatever is cut off in between is taken up by the next run: while there
is no row for the key nothing has happened, and once there is one only the move is left. Nothing is deleted.
"""

import json
import os
import re
import stat
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import structlog
from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, transaction

from lempu.kernel.files import services as files
from lempu.kernel.offices.models import Office
from lempu.kernel.scans.enums import ScanState
from lempu.kernel.scans.models import Scan
from lempu.kernel.scans.services import filing
from lempu.shared.errors import DomainError

log = structlog.get_logger(__name__)

TAKEN, DONE, REFUSED = "diproses", "selesai", "ditolak"
#: A file nobody has written to for so long is whole.
STILL_SECONDS = 10.0
RUN_SECONDS = 20.0
PATIENCE_SECONDS = 60
READER = "lempu.kernel.scans.understanding"
#: In bytes; with the key before it a name stays under the 255 of most disks.
LONGEST_NAME, LONGEST_ENDING = 180, 12
UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart")
KEYED = re.compile(r"([0-9a-f]{32})__(.+)", re.DOTALL)
#: Refusals that say nothing of the file: it waits where it is.
PASSING = {"disk_full", "store_away", "busy"}


def folder_of(office: Office) -> Path:
    return Path(settings.SCANS, office.code)


def sweep(*, still: float = STILL_SECONDS, seconds: float = RUN_SECONDS) -> int:
    """Take what lies in the folders of offices until the time is up; how many files were settled."""
    until, done = time.monotonic() + seconds, 0
    for office in _watched():
        for path in _found(office, still):
            done += _settled(office, path)
            if time.monotonic() > until:
                return done
    return done


def _found(office: Office, still: float) -> list[Path]:
    """What is to be settled; a folder that cannot be read keeps no other office waiting."""
    try:
        return [*_left(office), *_fresh(office, still)]
    except OSError:
        log.exception("folder of scans could not be read", office=office.code)
        return []


def _settled(office: Office, path: Path) -> int:
    """Whatever one file does to us, the next one is looked at."""
    try:
        return _settle(office, path)
    except Exception:
        log.exception("scan could not be settled", office=office.code)
        return 0


def _watched() -> list[Office]:
    """Offices that have a folder; anybody who may write on the server makes one."""
    with suppress(FileNotFoundError):
        names = [each.name for each in Path(settings.SCANS).iterdir() if each.is_dir()]
        return list(Office.objects.filter(code__in=names).order_by("?"))  # no office waits for ever
    return []


def _left(office: Office) -> list[Path]:
    """What an earlier run had taken and not finished."""
    folder = folder_of(office) / TAKEN
    if folder.is_symlink() or not folder.is_dir():
        return []
    return sorted(folder.iterdir())


def _fresh(office: Office, still: float) -> Iterator[Path]:
    """Take what was dropped and has not changed for a while; links and hidden files are left alone."""
    folder = folder_of(office)
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name.lower().endswith(UNFINISHED):
            continue
        target = folder / TAKEN / f"{uuid.uuid4().hex}__{short(path.name)}"
        target.parent.mkdir(exist_ok=True)
        with suppress(FileNotFoundError):  # somebody else was quicker
            if not _is_whole(path, still):
                continue
            path.rename(target)
            _sync(target.parent)
            yield target


def _is_whole(path: Path, still: float) -> bool:
    """Whether it is a file that we can read and nobody has written to for a while."""
    facts = path.lstat()
    if not stat.S_ISREG(facts.st_mode) or time.time() - facts.st_mtime < still:
        return False
    return os.access(path, os.R_OK)


def short(name: str) -> str:
    """A name that every disk and database takes: letters that are none replaced, its ending kept."""
    tidy = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    stem, dot, ending = tidy.rpartition(".")
    if not stem or len(ending.encode()) > LONGEST_ENDING:
        stem, dot, ending = tidy, "", ""
    room = LONGEST_NAME - len(f"{dot}{ending}".encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + dot + ending


def _settle(office: Office, path: Path) -> int:
    """Keep one file that was taken, and move it out of the way; 0 when it has to wait."""
    found = KEYED.fullmatch(path.name)
    if found is None:  # laid there by hand
        return 0
    key, name = found.groups()
    row = Scan.objects.filter(key=key).first() or _received(office, key, name, path)
    if row is None:
        return 0
    goal = folder_of(office) / (REFUSED if row.state == ScanState.REFUSED else DONE)
    goal.mkdir(exist_ok=True)
    with suppress(FileNotFoundError):
        path.rename(goal / path.name)
        _sync(goal)
    return 1


def _received(office: Office, key: str, name: str, path: Path) -> Scan | None:
    """The row of a file, kept and written at once; None when the server has no room for it now."""
    try:
        with (
            _opened(path) as content,
            files.take_in(content=File(content, name), name=name) as taken,
        ):
            codes = codes_on(content, taken.media_type)
            with transaction.atomic():
                return filing.receive(office, key, name, taken, codes)
    except IntegrityError:  # another run wrote it
        return Scan.objects.filter(key=key).first()
    except DomainError as refusal:
        if refusal.code in PASSING:
            log.warning("scan waits", office=office.code, code=refusal.code)
            return None
        return filing.refuse(office, key, name, str(refusal))
    except OSError:
        log.exception("scan could not be read", office=office.code)
        return None


def _opened(path: Path) -> BinaryIO:
    """The file itself: never what a link, laid there since it was taken, points at."""
    file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(f"{path.name} is no file")
    return file


def codes_on(content: BinaryIO, media_type: str) -> list[str]:
    """Texts of the codes on its first pages; a file that hurts its reader has none."""
    if media_type != "application/pdf" and not media_type.startswith("image/"):
        return []
    os.lseek(content.fileno(), 0, os.SEEK_SET)
    try:
        done = subprocess.run(  # noqa: S603 -- our own module, no shell
            [sys.executable, "-m", READER, media_type],
            stdin=content,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return []
    if done.returncode:
        return []
    found: list[str] = json.loads(done.stdout)
    return found


def _sync(folder: Path) -> None:
    """A move counts once the folder is written."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
