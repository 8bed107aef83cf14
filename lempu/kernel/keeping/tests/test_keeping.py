"""A back-up comes back whole or not at all, on whichever database it was made."""

import datetime as dt
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from lempu.kernel.evidence.services import Content, Details, add_evidence
from lempu.kernel.evidence.tests.factories import stored
from lempu.kernel.keeping import tasks
from lempu.kernel.keeping.models import Backup
from lempu.kernel.keeping.services import backing, envelope, moving, restoring, rows, trials
from lempu.kernel.ledger import services as ledger
from lempu.kernel.ledger.models import Entry
from lempu.kernel.obligations.tests.factories import ObligationFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.shared.errors import DomainError

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def key():
    return envelope.new_identity()


@pytest.fixture
def office():
    """An office with two pieces of evidence and a seal."""
    office = OfficeFactory(code="7317")
    actor = person(office, Role.MEMBER)
    obligation = ObligationFactory(office=office)
    for text in ("Cadangan satu", "Cadangan dua"):
        content = Content(file=stored(text), name="Notulen.txt")
        add_evidence(
            obligation=obligation, actor=actor, content=content, details=Details(kind="minutes")
        )
    ledger.seal_office(office=office)
    return office


@pytest.fixture
def made(office, key, tmp_path):
    row = backing.back_up(folder=tmp_path / "cadangan", recipient=key[1])
    return tmp_path / "cadangan" / row.name


def code_of(act, *words, **facts):
    with pytest.raises(DomainError) as refusal:
        act(*words, **facts)
    return refusal.value.code


def opened(path, identity):
    with envelope.opening(path, identity) as tar:
        return [member.name for member in tar]


def lempu(home, *words, **extra):
    clean = {name: text for name, text in os.environ.items() if name not in trials.TAKEN}
    return subprocess.run(
        [sys.executable, "-m", "lempu", *words],
        env=clean | {"LEMPU_HOME": str(home), "DJANGO_SETTINGS_MODULE": "lempu.config.settings.prod"} | extra,
        capture_output=True, text=True,
    )  # fmt: skip


def test_everything_comes_back_and_the_ledger_says_so(office, made, key, tmp_path):
    identity = tmp_path / "kunci.txt"
    identity.write_text(f"# Lempu\n{key[0]}\n")
    home = tmp_path / "home"
    home.mkdir()

    done = lempu(home, "restore", str(made), "--identity", str(identity))

    assert done.returncode == 0, done.stderr
    assert "2 entri dan 1 segel: utuh." in done.stdout
    with sqlite3.connect(home / "lempu.sqlite3") as base:
        bodies = [
            body
            for (body,) in base.execute("SELECT body FROM ledger_entry ORDER BY office_id, seq")
        ]
        assert bodies == list(
            Entry.objects.order_by("office", "seq").values_list("body", flat=True)
        )
        files = base.execute("SELECT sha256 FROM files_storedfile").fetchall()
    base.close()
    for (sha256,) in files:
        assert (home / "files" / sha256[:2] / sha256[2:4] / sha256).exists()
    assert sorted(path.name for path in (home / "keys").iterdir()) == sorted(
        path.name for path in Path(settings.KEYS).glob("*.pem")
    )
    again = lempu(home, "restore", str(made), "--identity", str(identity))
    assert again.returncode == 1
    assert "sudah berisi data" in again.stderr


def test_rows_move_to_another_database(office, tmp_path, monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "lempu.config.settings.prod")
    monkeypatch.setenv("LEMPU_HOME", str(settings.HOME))

    said = moving.move(to=f"sqlite:///{tmp_path / 'lain.sqlite3'}")

    assert "2 entri dan 1 segel: utuh." in said
    monkeypatch.setenv("PATH", "")
    assert code_of(moving.move, to=f"sqlite:///{tmp_path / 'lain.sqlite3'}") == "not_moved"


def test_a_backup_is_read_by_its_own_key_only(made, key):
    names = opened(made, key[0])

    assert names[0] == "meta.json"
    assert names[-1] == "end.json"
    assert sum(name.startswith("files/") for name in names) >= 2
    assert b"Cadangan satu" not in made.read_bytes()
    assert code_of(opened, made, envelope.new_identity()[0]) == "wrong_key"


@pytest.mark.parametrize("where", [0.2, 0.5, 0.9])
def test_a_changed_or_cut_backup_does_not_open(made, key, where):
    whole = made.read_bytes()
    at = int(len(whole) * where)

    made.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    assert code_of(opened, made, key[0]) == "damaged"
    made.write_bytes(whole[:at])
    assert code_of(opened, made, key[0]) == "damaged"


def test_what_is_not_a_backup_is_said_to_be_none(key, tmp_path):
    path = tmp_path / "x.age"
    with envelope.sealing(path, key[1]) as tar:
        backing._add(tar, "lain.txt", b"lain")

    with envelope.opening(path, key[0]) as tar:
        assert code_of(restoring._first, tar) == "damaged"


def test_a_backup_without_its_end_keeps_nothing(key, tmp_path):
    path = tmp_path / "x.age"
    with envelope.sealing(path, key[1]) as tar:
        backing._add(tar, "rows/a.jsonl", b"[]\n")

    with envelope.opening(path, key[0]) as tar:
        _count, member = restoring._unpack(tar)
        tables = restoring._tables(tar, {"rows": {"a": 0}}, member)
        assert code_of(list, tables) == "damaged"


def test_nothing_is_brought_into_an_installation_in_use(office, made, key):
    assert code_of(restoring.restore, path=made, identity=key[0]) == "not_empty"


def test_a_backup_of_a_newer_lempu_is_refused():
    meta = {"migrations": [["plans", "9999_from_the_future"]], "rows": {}}

    assert code_of(restoring._models_as_of, meta) == "newer_version"


def test_a_ledger_that_ends_elsewhere_is_not_accepted(office):
    end = {"7317": [3, "0" * 64]}

    meta = {"ends": end, "files": 0}
    assert code_of(restoring.verified, meta, 0, 0, print) == "ledger_broken"


@pytest.mark.parametrize(
    ("change", "code"), [("unlink", "file_missing"), ("write", "file_damaged")]
)
def test_a_backup_that_lacks_something_is_none(office, key, tmp_path, change, code):
    with stored("Cadangan satu").open() as content:
        path = Path(content.name)
    kept = path.read_bytes()
    try:
        path.unlink() if change == "unlink" else path.write_bytes(b"X" + kept[1:])

        assert code_of(backing.back_up, folder=tmp_path / "c", recipient=key[1]) == code
    finally:
        path.write_bytes(kept)
    assert list((tmp_path / "c").iterdir()) == []
    assert Backup.objects.get().problem


def test_every_table_is_kept_or_left_out_on_purpose():
    tables = set(rows.models_of())

    assert {
        "ledger_entry",
        "ledger_seal",
        "ledger_key",
        "accounts_user",
        "files_storedfile",
    } <= tables
    assert not [table for table in tables if table.startswith(("search_", "django_session"))]


def test_values_come_back_as_they_were(tmp_path):
    user = person(OfficeFactory())
    moment = dt.datetime(2025, 1, 2, 3, 4, 5, 678901, tzinfo=dt.UTC)
    ledger.current_key()
    Backup.objects.create(made_at=moment, name="x", trial="baris\nbaru \u2028 ü")

    rows.write_rows(tmp_path)
    kept = {
        table: (tmp_path / f"{table}.jsonl").read_text().splitlines()
        for table in ("keeping_backup", "ledger_key", "accounts_user")
    }
    before = Backup.objects.values().get()
    rows.empty(Backup)
    assert rows.read_rows(Backup, kept["keeping_backup"]) == 1

    assert Backup.objects.values().get() == before
    assert str(user.pk) in kept["accounts_user"][-1]
    assert json.loads(kept["ledger_key"][0])[0] == "id"


def test_a_trial_that_fails_is_noted(made, key, tmp_path):
    identity = tmp_path / "kunci.txt"
    identity.write_text(envelope.new_identity()[0])

    holds, told = trials.try_out(path=made, identity_file=identity)

    row = Backup.objects.get()
    assert (holds, row.trial_holds) == (False, False)
    assert "bukan kunci cadangan itu" in told
    assert row.trial == told
    assert trials.newest(made.parent) == made
    assert code_of(trials.newest, tmp_path / "kosong") == "no_backup"


def test_the_clock_makes_one_a_day_where_it_is_set_up(settings):
    assert not tasks.is_due()
    settings.BACKUP_FOLDER, settings.BACKUP_RECIPIENT = "/tmp/x", "age1x"
    assert tasks.is_due()
    Backup.objects.create(made_at=timezone.now(), name="x")
    assert not tasks.is_due()
    Backup.objects.update(made_at=timezone.now() - dt.timedelta(hours=25))
    assert tasks.is_due()


def test_old_ones_make_room(tmp_path):
    for number in range(5):
        (tmp_path / f"lempu-2025010{number}-000000.age").touch()

    assert len(list(backing.thin_out(tmp_path, 2))) == 3
    assert [path.name[12:14] for path in sorted(tmp_path.iterdir())] == ["03", "04"]


def test_a_key_is_never_overwritten(tmp_path):
    path = tmp_path / "kunci.txt"
    call_command("backup", new_key=path)

    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="tidak ditimpa"):
        call_command("backup", new_key=path)


def test_the_page_says_how_old_the_last_one_is(client, office):
    client.force_login(person(office, Role.ADMINISTRATOR))

    assert "Belum ada cadangan" in client.get(reverse("keeping:backups")).text
    Backup.objects.create(
        made_at=timezone.now() - dt.timedelta(hours=3), name="a.age", size=5_000_000
    )
    Backup.objects.create(made_at=timezone.now(), name="b.age", problem="Disk penuh.")
    page = client.get(reverse("keeping:backups")).text

    assert "berumur 3\xa0jam" in page
    assert "Disk penuh." in page
    assert "Pencadangan tidak berjalan" not in page
