"""Recognising text on scans and photos: a searchable PDF/A beside the untouched original.

OCRmyPDF and Tesseract are programs that the system brings. Where they are absent the file waits,
says so, and is taken up once they are there.
"""

import datetime as dt
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.core.files.base import File
from django.db import connections, transaction
from django.utils import timezone

from lempu.kernel.files.enums import StepName, StepState, TextSource
from lempu.kernel.files.models import Page, Step, StoredFile
from lempu.kernel.files.registry import QUICK
from lempu.kernel.files.services import apart, previews, reading, steps
from lempu.kernel.files.services.store import store
from lempu.kernel.files.understanding import ocr
from lempu.kernel.files.understanding.bounds import NICE
from lempu.shared.errors import DomainError

log = structlog.get_logger(__name__)

MOST_PAGES = 200
#: A scan that came longer ago is of a stock, for which nobody waits.
STOCK_AGE = dt.timedelta(hours=1)
BEAT_SECONDS = 15
PATIENCE_SECONDS = 60 * 60
#: Fewer likely words than this on a picture are shadows and edges.
FEWEST_WORDS = 3
#: What OCRmyPDF ends with, in our words.
REASONS = {2: "broken", 3: "no_program", 8: "locked"}
#: The words are there, but not everything that PDF/A asks for.
NOT_ARCHIVAL = 10


WORD = re.compile(r"[A-Za-z]{4,}")
VOWEL = re.compile(r"[aiueoAIUEO]")


#: Started by its name: importing it would load every library for pictures here.
SHEET = "lempu.kernel.files.understanding.sheet"
JOB = {"steps": ["text"], "kind": "application/pdf"}


class Failed(Exception):
    """Recognition ended without a result; the argument is the code."""


def why_absent() -> str:
    """Why text cannot be recognised on this server; empty when it can."""
    engine = shutil.which("tesseract")
    if not shutil.which(ocr.PROGRAM) or engine is None:
        return "no_program"
    listed = subprocess.run(  # noqa: S603
        [engine, "--list-langs"], capture_output=True, text=True, timeout=30, check=False
    )
    return "" if ocr.LANGUAGE in listed.stdout.split() else "no_language"


_at_work = threading.Lock()


def start_apart() -> bool:
    """Recognise in a thread of its own what waits, unless one of this process is at it.

    It waits for programs nearly all the time, so it costs the timer nothing; another process would hold the
    whole product a second time.
    """
    if _at_work.locked() or _next(whole_stock=False) is None or why_absent():
        return False
    threading.Thread(target=_at_rest, name="recognition", daemon=True).start()
    return True


def _at_rest() -> None:
    """Recognise what waits, behind everything else that this machine has to do."""
    if not _at_work.acquire(blocking=False):
        return
    try:
        behind()
        recognise_waiting(whole_stock=False)
    except Exception:  # what waits is taken up again by the next one
        log.exception("recognition ended")
    finally:
        apart.rest()
        connections.close_all()
        _at_work.release()


def behind() -> None:
    """Give this thread, and what it starts, the lowest rank (Linux)."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)


def recognise_waiting(*, whole_stock: bool = True) -> int:
    """Recognise what waits until nothing does, what was sent last first; how many files.

    Without ``whole_stock`` old scans are left for later while any file waits to be read.
    """
    done = 0
    while row := _next(whole_stock=whole_stock):
        done += recognise(row.file_id)
    return done


def _next(*, whole_stock: bool) -> Step | None:
    """A scan of today goes at once; old ones once all files are read, so that both never fill the memory."""
    row = (
        steps.free([StepName.OCR]).order_by("-file__taken_at", "pk").select_related("file").first()
    )
    if row is None or whole_stock or row.file.taken_at > timezone.now() - STOCK_AGE:
        return row
    return None if steps.free(QUICK).exists() else row


def sweep() -> None:
    """Say of waiting scans that they cannot be read here; take them up again once they can."""
    absent = why_absent()
    rows = Step.objects.filter(name=StepName.OCR)
    if absent:
        waiting = rows.filter(state=StepState.WAITING, claim="")
        waiting.update(state=StepState.ABSENT, reason=absent)
    else:
        rows.filter(state=StepState.ABSENT).update(state=StepState.WAITING, reason="", attempts=0)


def recognise(file_id: int) -> bool:
    """Recognise the text of one waiting file; true when this run did. May run twice."""
    claim, names = steps.take(file_id, [StepName.OCR])
    if not names:
        return False
    absent = why_absent()
    if absent:
        steps.end(file_id, StepName.OCR, claim, state=StepState.ABSENT, reason=absent)
        return True
    file = StoredFile.objects.get(pk=file_id)
    begun = time.monotonic()
    state, reason = StepState.DONE, ""
    try:
        with tempfile.TemporaryDirectory(
            dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="ocr-"
        ) as folder:
            made = _made(file, Path(folder), claim)
            with made.open("rb") as result:
                answer = apart.read(result, JOB).by_step["text"]
            apart.rest()  # the next scan takes a minute: its libraries need not wait in memory
            took = round((time.monotonic() - begun) * 1000)
            return _keep(file, claim, answer, made, took)
    except (Failed, KeyError) as error:
        state, reason = (
            StepState.FAILED,
            str(error) if isinstance(error, Failed) else "not_recognised",
        )
    except (OSError, DomainError):
        state, reason = StepState.FAILED, "no_room"
    steps.end(file_id, StepName.OCR, claim, state=state, reason=reason)
    return True


def _made(file: StoredFile, folder: Path, claim: str) -> Path:
    """The searchable PDF/A in ``folder``; raises ``Failed``."""
    source, target = folder / "in.pdf", folder / "out.pdf"
    with file.open() as content:
        if file.is_pdf:
            with source.open("wb") as copy:
                shutil.copyfileobj(content, copy)
        else:
            with previews.on_disk(content) as picture:
                _run(file, claim, [SHEET, str(source)], picture, folder)
    pages = str(min(file.pages or 1, MOST_PAGES))
    _run(file, claim, [ocr.__name__, str(source), str(target), pages], subprocess.DEVNULL, folder)
    if not target.exists():
        raise Failed("not_recognised")
    return target


def _run(file: StoredFile, claim: str, words: list[str], given: Any, folder: Path) -> None:
    """Run one of our modules to its end, saying all the while that the work goes on."""
    until = time.monotonic() + PATIENCE_SECONDS
    with subprocess.Popen(  # noqa: S603 -- our own module, no shell
        [sys.executable, "-m", *words],
        stdin=given,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(folder)},
        start_new_session=True,
    ) as process:
        try:
            while process.poll() is None:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(BEAT_SECONDS)
                    break
                if time.monotonic() > until or not steps.beat(file.pk, claim):
                    raise Failed("too_long")
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode not in (0, NOT_ARCHIVAL):
        log.warning("text not recognised", file=str(file), status=process.returncode)
        raise Failed(REASONS.get(process.returncode, "not_recognised"))


@transaction.atomic
def _keep(file: StoredFile, claim: str, answer: dict[str, Any], made: Path, took: int) -> bool:
    """Pages with what was recognised on them, and the copy; or that there are no words."""
    was = dict(file.texts.values_list("number", "text"))
    pages = [
        (number, text)
        for number, (_label, text) in enumerate(answer["pages"], 1)
        if not was.get(number) and are_words(text)
    ]
    reason = "" if pages else "no_words"
    if not steps.end(
        file.pk, StepName.OCR, claim, state=StepState.DONE, reason=reason, took_ms=took
    ):
        return False
    if not pages:
        return True
    with made.open("rb") as content:
        copy = store(content=File(content, name="recognised.pdf"), name="recognised.pdf")
    Page.objects.filter(file=file, number__in=[number for number, _text in pages]).delete()
    Page.objects.bulk_create(
        Page(file=file, number=number, text=text, source=TextSource.OCR) for number, text in pages
    )
    reading.keep_words(file, answer, searchable=copy)
    return True


def are_words(text: str) -> bool:
    """Whether letters look like words somebody wrote, and not like the edges of a photo."""
    likely = [word for word in WORD.findall(text) if VOWEL.search(word)]
    return len(likely) >= FEWEST_WORDS
