import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from lempu.kernel.files.models import StoredFile, address
from lempu.kernel.files.services import reference, store, take_in
from lempu.shared.errors import DomainError
from lempu.shared.uploads import BoundedUploadHandler

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """Storage and temporary folder of this test alone."""
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "tmp"
    settings.HOME = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }
    return tmp_path


def upload(content: bytes, name: str = "Berkas.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def zipped(**members: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return kept.getvalue()


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def bytes_of(file: StoredFile) -> bytes:
    with file.open() as kept:
        return kept.read()


def refused(content, name="Berkas.txt") -> str:
    with pytest.raises(DomainError) as refusal:
        store(content=content if hasattr(content, "read") else upload(content, name), name=name)
    return refusal.value.code


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "a.pdf", "application/pdf"),
        (PDF, "foto.jpg", "application/pdf"),
        (b"\xff\xd8\xff\xe0rest", "a.png", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\nrest", "a", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "IMG_1.HEIC", "image/heic"),
        (b"II*\x00rest", "a.tif", "image/tiff"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "a.xls", "application/vnd.ms-excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "a.doc", "application/msword"),
        (
            zipped(word__document_xml=b"<w/>"),
            "a.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            zipped(xl__workbook_xml=b"<w/>"),
            "a.zip",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            zipped(mimetype=b"application/vnd.oasis.opendocument.text"),
            "a.odt",
            "application/vnd.oasis.opendocument.text",
        ),
        ("Notulen é\n".encode(), "a.txt", "text/plain"),
        ("é".encode() * 5000, "a.txt", "text/plain"),
        ("caf\xe9".encode("cp1252"), "a.txt", "text/plain"),
        ("Rapat".encode("utf-16"), "a.txt", "text/plain"),
        (b"a;b\n1;2\n", "a.csv", "text/csv"),
    ],
)
def test_the_content_says_what_a_file_is(content, name, kind):
    file = store(content=upload(content), name=name)

    assert (file.media_type, file.size) == (kind, len(content))
    assert bytes_of(file) == content


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><p>x",
        b"\xef\xbb\xbf  <html>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        b"<?xml version='1.0'?><svg/>",
        b"hello <script>alert(1)</script>",
        b"<?php echo 1;",
        b"#!/bin/sh\nrm -rf /",
        b"MZ\x90\x00\x03\x00\x00\x00",
        b"\x7fELF\x02\x01\x01\x00",
        zipped(virus=b"x"),
        zipped(mimetype=b"application/java-archive"),
        b"PK\x03\x04 not an archive",
        b"\x00\x00\x00\x18ftypmp42",
        b"\x00" * 100,
        b"   \n",
    ],
)
def test_what_is_no_document_is_refused_and_leaves_nothing(content, home):
    assert refused(content, "Undangan.pdf") == "kind_refused"

    assert files_in(home) == []
    assert not StoredFile.objects.exists()


def test_an_empty_file_is_refused(home):
    assert refused(b"") == "empty_file"
    assert files_in(home) == []


def test_a_file_past_the_limit_is_refused_with_both_sizes(settings, home):
    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024

    with pytest.raises(DomainError) as refusal:
        store(content=upload(b"x" * (3 * 1024 * 1024)), name="Video.txt")

    assert refusal.value.code == "too_large"
    assert " 3 MB " in str(refusal.value)
    assert " 1 MB" in str(refusal.value)
    assert files_in(home) == []


@pytest.mark.parametrize("mark", ["too_large", "disk_full"])
def test_what_was_cut_on_arrival_is_refused(mark, home):
    content = upload(PDF)
    content.refusal = mark

    assert refused(content) == mark
    assert files_in(home) == []


def test_a_full_disk_is_refused_before_anything_is_written(settings, home):
    settings.UPLOAD_ROOM_BYTES = 1 << 60

    assert refused(PDF) == "disk_full"
    assert files_in(home) == []


def test_a_disk_that_fills_on_the_way_is_refused_and_leaves_nothing(home):
    class Failing(io.BytesIO):
        def read(self, *_args):
            raise OSError(28, "No space left on device")

    assert refused(Failing()) == "disk_full"
    assert files_in(home) == []


def test_the_same_bytes_are_kept_once(home):
    first = store(content=upload(PDF), name="a.pdf")
    second = store(content=upload(PDF), name="b.pdf")

    assert first == second
    assert files_in(home) == [home / "files" / first.path]


def test_bytes_that_went_missing_are_laid_down_again(home):
    file = store(content=upload(PDF), name="a.pdf")
    default_storage.delete(file.path)

    store(content=upload(PDF), name="a.pdf")

    assert bytes_of(file) == PDF


def test_a_stopped_copy_of_other_length_is_laid_down_anew(home):
    file = store(content=upload(PDF), name="a.pdf")
    Path(default_storage.path(file.path)).write_bytes(PDF[:5])

    store(content=upload(PDF), name="a.pdf")

    assert bytes_of(file) == PDF


def test_a_file_that_was_hashed_while_it_arrived_is_not_read_again(home):
    handler = BoundedUploadHandler()
    handler.new_file("documents", "a.pdf", "application/pdf", len(PDF), None, None)
    handler.receive_data_chunk(PDF, 0)
    arrived = handler.file_complete(len(PDF))

    file = store(content=arrived, name="a.pdf")

    path = Path(default_storage.path(file.path))
    assert path.stat().st_ino == Path(arrived.temporary_file_path()).stat().st_ino
    arrived.close()
    assert (bytes_of(file), file.sha256) == (PDF, hashlib.sha256(PDF).hexdigest())
    assert files_in(home) == [path]


def test_a_disk_that_cannot_link_gets_a_copy(home, monkeypatch):
    def refuse(*_args):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)

    file = store(content=upload(PDF), name="a.pdf")

    assert bytes_of(file) == PDF
    assert files_in(home) == [home / "files" / file.path]


def test_bytes_without_a_row_stay_until_somebody_speaks_of_them(home):
    with take_in(content=upload(PDF), name="a.pdf") as taken:
        assert not StoredFile.objects.exists()
        default_storage.delete(address(taken.sha256))
        with transaction.atomic():
            file = reference(taken)

    assert bytes_of(file) == PDF


@pytest.mark.django_db(transaction=True)
def test_a_row_is_made_only_in_the_transaction_of_an_act(home):
    with take_in(content=upload(PDF), name="a.pdf") as taken, pytest.raises(RuntimeError):
        reference(taken)
