"""Real scans through the real OCRmyPDF and Tesseract."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time

import pypdfium2
import pytest
from django.utils import timezone

from lempu.kernel.files.enums import MarkKind, StepName, StepState, TextSource
from lempu.kernel.files.models import Step, StoredFile
from lempu.kernel.files.services import reading, recognition, steps
from lempu.kernel.files.tests import makers
from lempu.kernel.files.tests.makers import stored

pytestmark = pytest.mark.django_db
WORDS = ("NOTULEN RAPAT EVALUASI", "Pelayanan pemilih Kabupaten Luwu", "Belopa 18 September 2025")
needs_program = pytest.mark.skipif(
    bool(recognition.why_absent()), reason="OCRmyPDF with Indonesian is not installed"
)


def scan(content: bytes, name: str) -> StoredFile:
    file = stored(content, name)
    steps.ask(file)
    reading.understand(file.pk)
    file.refresh_from_db()
    return file


def ocr_of(file) -> Step:
    return Step.objects.get(file=file, name=StepName.OCR)


@needs_program
def test_a_scan_gets_words_and_a_searchable_copy_beside_the_untouched_original():
    content = makers.scan(*WORDS, fmt="PDF")
    file = scan(content, "a.pdf")

    assert recognition.recognise_waiting() == 1

    page = file.texts.get()
    assert (page.number, page.source) == (1, TextSource.OCR)
    assert "Pelayanan pemilih Kabupaten Luwu" in page.text
    copy = StoredFile.objects.get(searchable_of__file=file)
    with copy.open() as made:
        made = made.read()
    assert b"pdfaid" in made
    assert "NOTULEN" in pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range()
    with file.open() as kept:
        assert kept.read() == content
    assert ocr_of(file).state == StepState.DONE
    assert file.marks.filter(kind=MarkKind.TEXT).exists()
    assert Step.objects.get(file=file, name=StepName.FIND).state == StepState.WAITING
    assert not Step.objects.filter(file=copy).exists()
    assert steps.sweep() == 0


@needs_program
def test_a_photo_of_a_paper_is_recognised_and_one_of_a_room_has_no_words():
    paper, room = scan(makers.scan(*WORDS), "a.png"), scan(makers.photo(), "b.jpg")

    assert recognition.recognise_waiting() == 2

    assert "Belopa" in paper.texts.get().text
    assert (ocr_of(room).state, ocr_of(room).reason) == ("done", "no_words")
    assert not room.texts.exists()
    assert room.facts.searchable is None


@needs_program
def test_a_picture_that_cannot_be_opened_fails_with_a_reason():
    file = stored(makers.photo()[:400], "a.jpg")
    steps.set_step(file.pk, StepName.OCR, state=StepState.WAITING)

    assert recognition.recognise(file.pk)

    assert (ocr_of(file).state, ocr_of(file).reason) == ("failed", "broken")


@needs_program
def test_an_old_scan_waits_until_every_file_is_read_and_one_of_today_does_not():
    old, fresh, unread = (stored(makers.photo(seed=seed)[:2000], "a.jpg") for seed in (1, 2, 3))
    StoredFile.objects.filter(pk=old.pk).update(taken_at=timezone.now() - dt.timedelta(hours=2))
    for file in (old, fresh):
        steps.set_step(file.pk, StepName.OCR, state=StepState.WAITING)
    steps.ask(unread)

    assert recognition.recognise_waiting(whole_stock=False) == 1
    assert (ocr_of(old).state, ocr_of(fresh).state) == ("waiting", "failed")

    reading.understand(unread.pk)
    recognition.recognise_waiting(whole_stock=False)
    assert ocr_of(old).state == "failed"


def test_without_the_program_scans_wait_and_say_so_and_are_taken_up_again(monkeypatch):
    file = scan(makers.scan(*WORDS, fmt="PDF"), "a.pdf")
    path = os.environ["PATH"]
    monkeypatch.setenv("PATH", "/nowhere")

    assert not recognition.start_apart()
    recognition.sweep()

    assert (ocr_of(file).state, ocr_of(file).reason) == ("absent", "no_program")
    monkeypatch.setenv("PATH", path)
    if not recognition.why_absent():
        recognition.sweep()
        assert ocr_of(file).state == StepState.WAITING


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Daftar hadir rapat pleno", True),
        ("~ |l _ .:; xzqw brrk", False),
        ("Rapat", False),
        ("", False),
    ],
)
def test_letters_that_look_like_words(text, expected):
    assert recognition.are_words(text) == expected


class Office:
    """An installation of its own: its home, its database, and commands run in it as processes."""

    def __init__(self, home):
        self.env = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "LEMPU_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "lempu.config.settings.prod",
            "LEMPU_SECRET_KEY": "tests-only",
        }
        home.joinpath("tmp").mkdir(parents=True)

    def start(self, *words) -> subprocess.Popen:
        command = [sys.executable, "-m", "lempu", *words]
        return subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, text=True)

    def run(self, *words) -> str:
        process = self.start(*words)
        out, _err = process.communicate(timeout=110)
        assert process.returncode == 0, words
        return out

    def ask(self, code: str) -> str:
        head = (
            "from lempu.kernel.files.models import *;"
            "from lempu.kernel.files.services import steps, reading, recognition;"
            "from lempu.kernel.files.tests import makers, test_recognition as t;"
        )
        return self.run("manage", "shell", "--no-imports", "-v0", "-c", head + code).strip()


def long_ago():
    return timezone.now() - steps.CLAIM_HOLDS * 2


def lives(marker: str) -> bool:
    listed = subprocess.run(
        ["ps", "-eww", "-o", "args"], capture_output=True, text=True, check=True
    )
    return any(marker in line for line in listed.stdout.splitlines())


@needs_program
@pytest.mark.timeout(300)
def test_a_worker_killed_in_the_middle_of_recognition_loses_nothing(tmp_path):
    office = Office(tmp_path / "home")
    office.run("manage", "migrate", "-v0")
    office.ask("t.scan(makers.scan(*t.WORDS, fmt='PDF'), 'a.pdf')")
    worker = office.start("timer")
    folder = str(tmp_path / "home" / "tmp" / "ocr-")
    until = time.monotonic() + 90
    while not lives(folder) and time.monotonic() < until:
        time.sleep(0.02)
    assert lives(folder)

    worker.send_signal(signal.SIGKILL)
    worker.communicate()

    state = "s = Step.objects.get(name='ocr'); print(s.state, bool(s.claim), Page.objects.count())"
    assert office.ask(state) == "waiting True 0"
    assert office.run("recognise").strip() == "0"  # the claim still holds
    office.ask("Step.objects.update(beat_at=t.long_ago())")
    assert office.run("recognise").strip() == "1"
    assert office.ask(state) == "done False 1"
    assert "Belopa" in office.ask("print(Page.objects.get().text)")
    until = time.monotonic() + 20
    while lives(folder) and time.monotonic() < until:
        time.sleep(0.1)
    assert not lives(folder)
