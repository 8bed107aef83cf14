import datetime as dt
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import call_command
from django.utils import timezone

from lempu.kernel.evidence.models import Version
from lempu.kernel.evidence.tests.factories import EvidenceFactory
from lempu.kernel.files.models import StoredFile
from lempu.kernel.files.services import Swept, store, sweep, take_in
from lempu.kernel.files.tests.test_store import files_in, home, upload  # noqa: F401

pytestmark = pytest.mark.django_db
NOW = dt.timedelta(0)
TWO_DAYS = dt.timedelta(days=2)


def aged(file: StoredFile) -> StoredFile:
    """As if it had been taken in two days ago."""
    StoredFile.objects.filter(pk=file.pk).update(taken_at=timezone.now() - TWO_DAYS)
    age_of_bytes(file.path)
    return file


def age_of_bytes(name: str) -> None:
    then = (timezone.now() - TWO_DAYS).timestamp()
    os.utime(default_storage.path(name), (then, then))


def test_a_day_old_row_that_nobody_points_at_goes_with_its_bytes(home):  # noqa: F811
    aged(store(content=upload(b"tak terpakai"), name="a.txt"))

    assert sweep() == Swept(rows=1, files=1)

    assert files_in(home) == []
    assert not StoredFile.objects.exists()


def test_what_is_young_stays(home):  # noqa: F811
    file = store(content=upload(b"baru"), name="a.txt")

    assert sweep() == Swept(rows=0, files=0)

    assert default_storage.exists(file.path)


def test_what_somebody_points_at_stays_whatever_its_age():
    file = aged(store(content=upload(b"bukti"), name="a.txt"))
    EvidenceFactory(file=file)

    assert sweep() == Swept(rows=0, files=0)

    assert Version.objects.get().file == file
    assert default_storage.exists(file.path)


def test_bytes_of_an_act_that_was_refused_go(home):  # noqa: F811
    with take_in(content=upload(b"ditolak"), name="a.txt"):
        pass

    assert sweep() == Swept(rows=0, files=0)
    assert sweep(older_than=NOW) == Swept(rows=0, files=1)
    assert files_in(home) == []


def test_bytes_given_again_are_young_again():
    file = aged(store(content=upload(b"lagi"), name="a.txt"))

    store(content=upload(b"lagi"), name="a.txt")

    assert sweep() == Swept(rows=0, files=0)
    assert default_storage.exists(file.path)


def test_what_a_stopped_write_left_in_the_store_goes_and_what_is_not_ours_stays(home):  # noqa: F811
    file = store(content=upload(b"utuh"), name="a.txt")
    EvidenceFactory(file=file)
    left = Path(default_storage.path(file.path)).with_name(".0011.put")
    left.write_bytes(b"ut")
    (home / "files" / "BACA-SAYA.txt").write_text("catatan")

    assert sweep(older_than=NOW) == Swept(rows=0, files=1)

    assert {path.name for path in files_in(home)} == {file.sha256, "BACA-SAYA.txt"}


def test_previews_of_a_swept_file_go_too():
    file = aged(store(content=upload(b"pratinjau"), name="a.txt"))
    storages["previews"].save(f"{file.path}/text.json", ContentFile(b"{}"))

    sweep()

    assert not storages["previews"].exists(f"{file.path}/text.json")


def test_the_command_sweeps_temporary_files_too(home, capsys):  # noqa: F811
    with take_in(content=upload(b"ditolak"), name="a.txt"):
        pass
    (home / "tmp" / "x.upload").write_bytes(b"setengah")

    call_command("sweep", "--older-than", "0")

    assert files_in(home) == []
    assert capsys.readouterr().out == (
        "1 berkas tanpa baris, 0 baris tanpa pemakai, 0 unggahan terhenti, "
        "1 berkas sementara dihapus.\n"
    )
