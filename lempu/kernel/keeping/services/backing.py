"""Making a back-up while the office works."""

import hashlib
import io
import json
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from lempu.kernel.files.models import StoredFile
from lempu.kernel.keeping.models import Backup
from lempu.kernel.keeping.services import envelope, rows
from lempu.kernel.ledger import selectors as ledger
from lempu.shared.errors import DomainError
from lempu.shared.moments import one_moment
from lempu.shared.storage import Unreachable

FORMAT = 1
ENDING = ".age"


def back_up(*, folder: Path, recipient: str) -> Backup:
    """One encrypted file with all that is kept: rows, files, keys.

    Rows are of one moment; files are never changed, and each lies there before a row speaks of it, so
    those the rows name are there. The file has its name only once it is whole. Refuses ``file_missing``,
    ``file_damaged`` and ``store_away``: a back-up that lacks something must not look like one.
    """
    begun, at = time.monotonic(), timezone.now()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"lempu-{at:%Y%m%d-%H%M%S}{ENDING}"
    draft = path.with_suffix(".part")
    row = Backup(made_at=at, name=path.name)
    try:
        with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as spool:
            with reading():
                meta = snapshot(Path(spool))
            with envelope.sealing(draft, recipient) as tar:
                _fill(tar, meta, Path(spool))
        row.sha256, row.size = _fingerprint(draft)
        draft.replace(path)
    except Exception as error:
        row.problem = str(error) or type(error).__name__
        raise
    finally:
        draft.unlink(missing_ok=True)
        row.seconds = round(time.monotonic() - begun)
        row.save()
    return row


@contextmanager
def reading() -> Iterator[None]:
    """Everything read within is of one moment, and nobody who writes meanwhile has to wait: SQLite, whose
    transactions elsewhere begin with a lock, only looks here."""
    before = getattr(connection, "transaction_mode", None)
    connection.ensure_connection()
    try:
        if connection.vendor == "sqlite":
            connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
        with one_moment():
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = before  # type: ignore[attr-defined]


def snapshot(spool: Path) -> dict[str, Any]:
    """Every row into ``spool``; what they amount to, for whoever brings them back."""
    counts = rows.write_rows(spool)
    applied = MigrationRecorder(connection).applied_migrations()
    return {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "migrations": sorted([list(key) for key in applied]),
        "rows": counts,
        "files": counts["files_storedfile"],
        "ends": {
            office.code: [end.seq, end.hash]
            for office in ledger.offices_with_entries()
            if (end := ledger.end_of(office))
        },
    }


def _fill(tar: tarfile.TarFile, meta: dict[str, Any], spool: Path) -> None:
    _add(tar, "meta.json", json.dumps(meta).encode())
    home = Path(settings.HOME)
    for path in [home / "secret-key", *sorted(Path(settings.KEYS).glob("*.pem"))]:
        if path.exists():
            tar.add(
                path, f"home/{'keys/' if path.suffix == '.pem' else ''}{path.name}", filter=_nobody
            )
    lines = (spool / "files_storedfile.jsonl").open(encoding="utf-8")
    with lines:
        names = json.loads(next(lines))
        for line in lines:
            fact = dict(zip(names, json.loads(line), strict=True))
            _add_file(tar, StoredFile(sha256=fact["sha256"], size=fact["size"]))
    for table in meta["rows"]:
        tar.add(spool / f"{table}.jsonl", f"rows/{table}.jsonl", filter=_nobody)
    _add(tar, "end.json", json.dumps({"files": meta["files"]}).encode())


def _add_file(tar: tarfile.TarFile, file: StoredFile) -> None:
    try:
        content = file.open()
    except FileNotFoundError as error:
        raise DomainError(f"Berkas {file.sha256} tidak ada.", code="file_missing") from error
    except Unreachable as error:
        told = "Tempat penyimpanan berkas tidak menjawab; cadangan tidak jadi dibuat."
        raise DomainError(told, code="store_away") from error
    with content:
        reader = _Hashing(content)
        info = tarfile.TarInfo(f"files/{file.path}")
        info.size = file.size
        try:
            tar.addfile(info, reader)
        except OSError as error:
            raise DomainError(f"Berkas {file.sha256} rusak.", code="file_damaged") from error
        if reader.digest.hexdigest() != file.sha256:
            raise DomainError(f"Berkas {file.sha256} rusak.", code="file_damaged")


class _Hashing:
    """Reads and hashes at once."""

    def __init__(self, content: Any) -> None:
        self.content, self.digest = content, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk: bytes = self.content.read(size)
        self.digest.update(chunk)
        return chunk


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    tar.addfile(info, io.BytesIO(content))


def _nobody(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    return info


def _fingerprint(path: Path) -> tuple[str, int]:
    digest = hashlib.sha256()
    with path.open("rb") as content:
        for chunk in iter(lambda: content.read(1 << 20), b""):
            digest.update(chunk)
    return digest.hexdigest(), path.stat().st_size


def thin_out(folder: Path, keep: int) -> Iterator[Path]:
    """Remove all but the newest ``keep`` back-ups of a folder."""
    for path in sorted(folder.glob(f"lempu-*{ENDING}"))[: -keep or None]:
        path.unlink()
        yield path
