import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction

from lempu.kernel.bundles import services
from lempu.kernel.bundles.tests.years import lived
from lempu.kernel.evidence.models import Version
from lempu.kernel.ledger.models import Entry, Key
from lempu.kernel.ledger.services import keys
from lempu.kernel.offices.tests.factories import OfficeFactory


@dataclass(frozen=True)
class Built:
    """A bundle and the proof of one document, with the public keys and the private one that signed."""

    path: Path
    proof: Path
    entries: int
    publics: list[str]
    private: bytes


@pytest.fixture(scope="session")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """Written once; what the database held for it is rolled back."""
    folder = tmp_path_factory.mktemp("bundle")
    with django_db_blocker.unblock(), transaction.atomic():
        office = OfficeFactory(code="7317", name="KPU Kabupaten Luwu")
        lived(office)
        path, proof = folder / "asli.zip", folder / "bukti.zip"
        services.export_year(office=office, year=2025, path=path, actor=None)
        entries = Entry.objects.filter(office=office).count() - 1
        version = Version.objects.exclude(file=None).earliest("pk")
        proof.write_bytes(services.prove_version(version=version, actor=None)[1])
        publics = list(Key.objects.order_by("number").values_list("public", flat=True))
        private = keys.path_of(len(publics)).read_bytes()
        transaction.set_rollback(True)
    return Built(path, proof, entries, publics, private)


@pytest.fixture
def folder(built, tmp_path):
    """The bundle, unpacked."""
    target = tmp_path / "folder"
    zipfile.ZipFile(built.path).extractall(target)
    return target


@pytest.fixture
def office(db):
    return OfficeFactory(code="7317", name="KPU Kabupaten Luwu")


@pytest.fixture
def year(office):
    return lived(office)
