"""A corpus of hostile files, made here: each is refused with a reason or made harmless."""

import io
import os
import socket
import struct
import subprocess
import tempfile
import threading
import zipfile
import zlib
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from lempu.kernel.files import services
from lempu.kernel.files.enums import StepName
from lempu.kernel.files.models import Step, StoredFile
from lempu.kernel.files.registry import QUICK
from lempu.kernel.files.services import reading, steps, virus
from lempu.kernel.files.tests import makers
from lempu.kernel.files.tests.makers import archive, stored
from lempu.shared.errors import DomainError

pytestmark = pytest.mark.django_db
WORD = {"_Content_Types__DOT_xml": "<t/>", "word__document_DOT_xml": "<w/>"}
BOOK = {"xl__workbook_DOT_xml": "<w/>"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def ole(*names: str) -> bytes:
    """A container of the old Office: its directory names its storages in UTF-16."""
    entries = b"".join(name.encode("utf-16-le").ljust(64, b"\0") + bytes(64) for name in names)
    return OLE + bytes(512) + entries


def laid_over() -> bytes:
    """An archive whose two members are the same bytes, as in bombs that need no ratio."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", "<w/>")
        twin = zipfile.ZipInfo("word/other.xml")
        one = made.filelist[0]
        for name in ("compress_size", "file_size", "CRC", "compress_type", "header_offset"):
            setattr(twin, name, getattr(one, name))
        made.filelist.append(twin)
        made.NameToInfo[twin.filename] = twin
    return kept.getvalue()


def flood(size: int = 210) -> bytes:
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made,
        made.open("word/document.xml", "w") as member,
    ):
        for _time in range(size):
            member.write(bytes(1024 * 1024))
    return kept.getvalue()


def crowd() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as made:
        made.writestr("word/document.xml", "<w/>")
        for number in range(20_001):
            made.writestr(f"word/{number}", b"")
    return kept.getvalue()


REFUSED = {
    "docm": (archive(**WORD, word__vbaProject_DOT_bin=b"x"), "a.docx", "has_macro"),
    "xlsm": (archive(**BOOK, xl__vbaProject_DOT_bin=b"x"), "a.xlsx", "has_macro"),
    "activex": (archive(**WORD, word__activeX__activeX1_DOT_bin=b"x"), "a.docx", "has_macro"),
    "odt macro": (
        archive(
            mimetype="application/vnd.oasis.opendocument.text",
            content_DOT_xml="<c/>",
            Basic__Standard__Module1_DOT_xml="<m/>",
        ),
        "a.odt",
        "has_macro",
    ),
    "doc with VBA": (ole("Root Entry", "WordDocument", "_VBA_PROJECT"), "a.doc", "has_macro"),
    "xls with VBA": (ole("Workbook", "_VBA_PROJECT_CUR"), "a.xls", "has_macro"),
    "program": (archive(**WORD, word__embeddings__a_DOT_exe=b"MZ"), "a.docx", "has_program"),
    "zip bomb": (flood(), "a.docx", "bomb"),
    "zip ratio": (flood(30), "a.docx", "bomb"),
    "zip overlap": (laid_over(), "a.docx", "bomb"),
    "zip crowd": (crowd(), "a.docx", "bomb"),
    "pdf and zip": (makers.pdf("x") + archive(a_DOT_txt="x"), "a.pdf", "two_kinds"),
    "zip and pdf": (b"PK\x03\x04" + bytes(40) + makers.pdf("x"), "a.pdf", "two_kinds"),
    "page and pdf": (b"<html><script>x()</script>" + makers.pdf("x"), "a.pdf", "two_kinds"),
    "pdf and page": (b"%PDF-1.4\n<html ><body onload=x()>", "a.pdf", "two_kinds"),
    "gif and script": (b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", "a.gif", "two_kinds"),
    "jpeg and page": (makers.photo() + b"<script>x()</script>", "a.jpg", "two_kinds"),
    "jpeg and php": (makers.photo(comment=b"<?php system($_GET[0]);"), "a.jpg", "two_kinds"),
    "jpeg and zip": (makers.photo() + archive(a_DOT_class="x"), "a.jpg", "two_kinds"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "a.svg", "kind_refused"),
    "svg named jpg": (
        b"<?xml version='1.0'?><svg><script>x</script></svg>",
        "a.jpg",
        "kind_refused",
    ),
    "page": (b"<!doctype html><title>x</title>", "a.txt", "kind_refused"),
    "program alone": (b"MZ\x90\x00" + bytes(200), "a.pdf", "kind_refused"),
    "archive": (archive(a_DOT_txt="x"), "a.docx", "kind_refused"),
}


@pytest.mark.parametrize(("content", "name", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_a_hostile_file_is_refused_in_words_and_leaves_nothing(content, name, code):
    with pytest.raises(DomainError) as refusal:
        stored(content, name)

    assert refusal.value.code == code
    assert name in str(refusal.value)
    assert not StoredFile.objects.exists()


HARMLESS = {
    "docx": (makers.word("Notulen"), "a.docx"),
    "xlsx": (makers.book(Rekap=["a"]), "a.xlsx"),
    "pptx": (makers.slides("a"), "a.pptx"),
    "odt": (makers.open_text("a"), "a.odt"),
    "pdf": (makers.pdf("a"), "a.pdf"),
    "printer's pdf": (b"\x1b%-12345X@PJL\r\n" + makers.pdf("a"), "a.pdf"),
    "jpeg": (makers.photo(comment=b"<rdf:RDF xmlns:x='adobe:ns:meta/'/>"), "a.jpg"),
    "motion photo": (makers.photo() + b"\0\0\0\x18ftypmp42" + bytes(5000), "a.jpg"),
    "gif": (makers.photo("GIF"), "a.gif"),
    "doc": (ole("Root Entry", "WordDocument"), "a.doc"),
}


@pytest.mark.parametrize(("content", "name"), HARMLESS.values(), ids=HARMLESS.keys())
def test_an_honest_file_is_taken(content, name):
    assert stored(content, name).pk


def read(content: bytes, name: str) -> dict[str, tuple[str, str]]:
    file = stored(content, name)
    steps.ask(file)
    reading.understand(file.pk)
    return {step.name: (step.state, step.reason) for step in file.steps.all()}


def pixels() -> bytes:
    kept = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(kept, "PNG")
    return kept.getvalue()


def test_a_picture_of_too_many_pixels_is_kept_and_not_opened():
    made = read(pixels(), "a.png")

    assert made["picture"] == ("failed", "too_many_pixels")
    assert made["marks"] == ("failed", "too_many_pixels")


def test_a_document_under_a_password_is_kept_and_says_so():
    made = read(ole("EncryptionInfo", "EncryptedPackage"), "a.docx")

    assert made["text"] == ("failed", "locked")


def test_entities_that_multiply_are_not_resolved():
    bomb = (
        '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
        + "".join(
            f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        )
        + ']><w xmlns:w="x"><w:p><w:t>&i;</w:t></w:p></w>'
    )

    made = read(archive(word__document_DOT_xml=bomb), "a.docx")

    assert made["text"][0] in ("done", "failed")
    assert sum(len(page.text) for page in StoredFile.objects.get().texts.all()) < 1000


def test_streams_that_unpack_to_a_flood_end_their_own_process_only():
    """A page whose content unpacks to 3 GB: the bounded process ends, the file stays and says why."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1024 * 1024) for _time in range(3000)) + packer.flush()
    pdf = (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>\nendobj\n"
        b"4 0 obj\n<</Filter/FlateDecode/Length "
        + str(len(packed)).encode()
        + b">>stream\n"
        + packed
        + b"\nendstream\nendobj\ntrailer\n<</Root 1 0 R/Size 5>>\n%%EOF"
    )

    made = read(pdf, "a.pdf")

    assert {made[name][0] for name in QUICK} <= {"done", "failed", "unneeded"}


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.txt", "C:\\Windows\\a.txt", "a\0b.txt", "laporan\u202efdp.txt", "/a.txt"],
)
def test_no_name_leads_out_of_the_storage(name):
    file = stored(b"Notulen", name)

    assert file.path == f"{file.sha256[:2]}/{file.sha256[2:4]}/{file.sha256}"
    assert default_storage.exists(file.path)


class Daemon(threading.Thread):
    """The other side of INSTREAM, on a real socket: finds the word it is told to."""

    def __init__(self, word: bytes, limit: int = 10**9):
        super().__init__(daemon=True)
        self.word, self.limit = word, limit
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.place = f"127.0.0.1:{self.listening.getsockname()[1]}"
        self.start()

    def run(self):
        while True:
            try:
                line, _address = self.listening.accept()
            except OSError:
                return
            with line, line.makefile("rb") as heard:
                line.sendall(self.answer(heard) + b"\0")

    def answer(self, heard) -> bytes:
        assert heard.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", heard.read(4))[0]:
            content += heard.read(size)
            if len(content) > self.limit:
                return b"INSTREAM size limit exceeded. ERROR"
        return b"stream: Test.Word FOUND" if self.word in content else b"stream: OK"

    def stop(self):
        self.listening.close()


@pytest.fixture
def daemon(settings):
    running = Daemon(b"JAHAT")
    settings.CLAMAV = running.place
    yield running
    running.stop()


def test_known_malware_is_refused_by_name(daemon):
    with pytest.raises(DomainError) as refusal:
        stored(b"Notulen JAHAT", "a.txt")

    assert refusal.value.code == "infected"
    assert "Test.Word" in str(refusal.value)
    assert not StoredFile.objects.exists()
    assert stored(b"Notulen", "b.txt").pk


def test_a_file_taken_while_the_daemon_slept_is_scanned_later_and_not_given_out(daemon, settings):
    settings.CLAMAV = "127.0.0.1:1"
    file = stored(b"Notulen JAHAT", "a.txt")
    steps.ask(file)
    assert virus.check(file.pk)
    row = Step.objects.filter(file=file, name=StepName.VIRUS)
    assert (row.get().state, row.get().reason) == ("failed", "no_daemon")
    assert not services.is_infected(file)

    settings.CLAMAV = daemon.place
    row.update(
        ended_at=timezone.now() - steps.TASK_LOST * 2, asked_at=timezone.now() - steps.TASK_LOST * 2
    )
    assert steps.sweep() == 1

    assert row.get().reason == "infected"
    assert services.is_infected(file)


def test_a_daemon_that_refuses_large_files_lets_them_wait(settings):
    running = Daemon(b"JAHAT", limit=10)
    settings.CLAMAV = running.place

    file = stored(b"Notulen yang panjang", "a.txt")

    steps.ask(file)
    virus.check(file.pk)
    assert Step.objects.get(file=file, name=StepName.VIRUS).reason == "no_daemon"
    running.stop()


CLAMD = "/usr/sbin/clamd"


@pytest.mark.skipif(not os.path.exists(CLAMD), reason="ClamAV is not installed")
def test_a_real_clamd_with_one_signature(settings):
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        home.chmod(0o755)
        home.joinpath("test.ndb").write_text(f"Lempu.Test:0:*:{b'JAHAT-SEKALI'.hex()}\n")
        place = str(home / "socket")
        home.joinpath("clamd.conf").write_text(
            f"LocalSocket {place}\nDatabaseDirectory {home}\nForeground yes\nUser root\n"
        )
        process = subprocess.Popen(
            [CLAMD, "-c", str(home / "clamd.conf")],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            for line in process.stdout:
                if b"Self checking" in line or b"Unix socket file" in line:
                    break
            settings.CLAMAV = place
            with pytest.raises(DomainError) as refusal:
                stored(b"Notulen JAHAT-SEKALI", "a.txt")
            assert "Lempu.Test" in str(refusal.value)
            assert stored(b"Notulen", "b.txt").pk
        finally:
            process.terminate()
            process.communicate(timeout=30)
