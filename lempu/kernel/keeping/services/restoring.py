"""Bringing a back-up into an empty installation, then asking the ledger whether all is there."""

import hashlib
import json
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

from lempu.kernel.accounts.models import User
from lempu.kernel.files.models import StoredFile, address
from lempu.kernel.keeping.services import envelope, rows
from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.search import services as search
from lempu.shared.errors import DomainError
from lempu.shared.storage import lay_down, size_of

CHUNK = 1 << 20
Say = Callable[[str], object]
Tables = Iterable[tuple[str, Iterable[str | bytes]]]


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back and was verified."""

    rows: int
    files: int
    offices: int
    entries: int
    seals: int


def restore(*, path: Path, identity: str, say: Say = lambda text: None) -> Restored:
    """Bring everything back. Run again after it was stopped: rows come all or not at all.

    Refuses ``not_empty``, ``wrong_key``, ``damaged``, ``newer_version`` (a back-up of a Lempu that knows
    more than this one), ``file_damaged``, ``file_missing``, and ``ledger_broken`` when the ledger does not
    hold or does not end where the back-up says.
    """
    _require_empty()
    with envelope.opening(path, identity) as tar:
        meta = _first(tar)
        say(f"Cadangan tanggal {meta['made_at']}")
        say("Mengembalikan berkas")
        files, member = _unpack(tar)
        if files != meta["files"]:
            raise DomainError("Cadangan tidak memuat semua berkas.", code="file_missing")
        count = _load(meta, _tables(tar, meta, member), say)
    return verified(meta, count, files, say)


def load_folder(*, folder: Path, say: Say = lambda text: None) -> Restored:
    """Rows another database wrote into a folder, with ``meta.json``; the files stay where they are."""
    _require_empty()
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))

    def tables() -> Tables:
        for table in meta["rows"]:
            with (folder / f"{table}.jsonl").open(encoding="utf-8") as lines:
                yield table, lines

    count = _load(meta, tables(), say)
    return verified(meta, count, meta["files"], say)


def verified(meta: dict[str, Any], count: int, files: int, say: Say) -> Restored:
    """Recompute every ledger, and compare its end with what the back-up says of it."""
    entries = seals = 0
    offices = ledger.offices_with_entries()
    for office in offices:
        found = ledger.walk(office)
        end = ledger.end_of(office)
        if (
            found.fault is not None
            or end is None
            or [end.seq, end.hash] != meta["ends"].get(office.code)
        ):
            where = f"{found.fault.reason} {found.fault.seq}" if found.fault else "akhir"
            raise DomainError(
                f"Buku jejak {office.code} tidak utuh ({where}). Jangan dipakai.",
                code="ledger_broken",
            )
        entries, seals = entries + found.entries, seals + found.seals
    if len(offices) != len(meta["ends"]):
        raise DomainError("Ada buku jejak yang hilang. Jangan dipakai.", code="ledger_broken")
    for file in StoredFile.objects.iterator():
        if size_of(default_storage, file.path) != file.size:
            raise DomainError(f"Berkas {file.sha256} tidak ada.", code="file_missing")
    say("Menyusun indeks pencarian")
    search.refresh()
    return Restored(count, files, len(offices), entries, seals)


def _require_empty() -> None:
    tables = set(connection.introspection.table_names())
    if "accounts_user" in tables and User.objects.exists():
        raise DomainError(
            "Pemasangan ini sudah berisi data. Cadangan hanya dikembalikan ke pemasangan yang kosong.",
            code="not_empty",
        )


def _first(tar: tarfile.TarFile) -> dict[str, Any]:
    member = tar.next()
    content = tar.extractfile(member) if member and member.name == "meta.json" else None
    if content is None:
        raise DomainError("Ini bukan cadangan Lempu.", code="damaged")
    meta: dict[str, Any] = json.load(content)
    return meta


def _tables(tar: tarfile.TarFile, meta: dict[str, Any], member: tarfile.TarInfo | None) -> Tables:
    """Each table, then the mark of the end: without it nothing is kept."""
    for _number in meta["rows"]:
        content = tar.extractfile(member) if member else None
        if member is None or content is None:
            raise DomainError("Cadangan terpotong.", code="damaged")
        yield member.name.removeprefix("rows/").removesuffix(".jsonl"), content
        member = tar.next()
    if member is None or member.name != "end.json":
        raise DomainError("Cadangan terpotong.", code="damaged")


def _load(meta: dict[str, Any], tables: Tables, say: Say) -> int:
    """Rows into the tables they were written from, then forward to the tables of today."""
    models = _models_as_of(meta)
    say("Mengembalikan basis data")
    with transaction.atomic():
        for model in models.values():
            rows.empty(model)
        count = 0
        for table, lines in tables:
            loaded = rows.read_rows(models[table], lines)
            if loaded != meta["rows"][table]:
                raise DomainError(f"Tabel {table} tidak lengkap.", code="damaged")
            count += loaded
        rows.reset_numbers(models.values())
    call_command("migrate", verbosity=0, interactive=False)
    return count


def _models_as_of(meta: dict[str, Any]) -> dict[str, type[Model]]:
    executor = MigrationExecutor(connection)
    wanted = {(app, name) for app, name in meta["migrations"]}
    unknown = wanted - set(executor.loader.graph.nodes)
    if unknown:
        told = ", ".join(f"{app}.{name}" for app, name in sorted(unknown)[:3])
        raise DomainError(
            f"Cadangan dibuat oleh Lempu yang lebih baru ({told}). Pasang versi itu dahulu.",
            code="newer_version",
        )
    leaves = [
        node
        for node in wanted
        if not any(child in wanted for child in executor.loader.graph.node_map[node].children)
    ]
    executor.migrate(leaves)
    state = MigrationExecutor(connection).loader.project_state(leaves)
    found = rows.models_of(state.apps)
    return {table: found[table] for table in meta["rows"]}


def _unpack(tar: tarfile.TarFile) -> tuple[int, tarfile.TarInfo | None]:
    """Keys and files, each compared with its fingerprint before it has its name; how many files, and
    the member after them. All this comes before the rows, so a stopped run can simply be run again."""
    count = 0
    while (member := tar.next()) is not None and not member.name.startswith("rows/"):
        content = tar.extractfile(member)
        if content is None:
            continue
        if member.name.startswith("files/"):
            _keep_file(member.name.rpartition("/")[2], content)
            count += 1
        elif member.name.startswith("home/"):
            _keep_key(member.name, content.read())
    return count, member


def _keep_file(sha256: str, content: Any) -> None:
    """Whole at its address, on whatever store the installation has. What a stopped run or somebody else
    left there is trusted only when its bytes are the right ones."""
    target = address(sha256)
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as temporary:
        size, digest = 0, hashlib.sha256()
        for chunk in iter(lambda: content.read(CHUNK), b""):
            digest.update(chunk)
            size += temporary.write(chunk)
        temporary.flush()
        os.fsync(temporary.fileno())
        if digest.hexdigest() != sha256:
            raise DomainError(f"Berkas {sha256} rusak.", code="file_damaged")
        if size_of(default_storage, target) == size and _kept(target) != sha256:
            default_storage.delete(target)
        lay_down(default_storage, target, temporary, size)


def _kept(target: str) -> str:
    with default_storage.open(target, "rb") as content:
        digest = hashlib.sha256()
        for chunk in iter(lambda: content.read(CHUNK), b""):
            digest.update(chunk)
    return digest.hexdigest()


def _keep_key(name: str, content: bytes) -> None:
    is_seal = name.startswith("home/keys/")
    path = Path(settings.KEYS if is_seal else settings.HOME, name.rpartition("/")[2])
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(content)
