"""Uploads at the same moment, the sweep in between, and processes killed at every line of the way.

Run by ``test_intake`` in a process and a database of its own: prints what it found, as JSON.
"""

import datetime as dt
import hashlib
import io
import json
import os
import random
import signal
import sys
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.core.files.storage import default_storage  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from lempu.kernel.evidence.models import Version  # noqa: E402
from lempu.kernel.evidence.services import (  # noqa: E402
    Content,
    Details,
    add_evidence,
    add_version,
)
from lempu.kernel.evidence.tests.factories import EvidenceFactory  # noqa: E402
from lempu.kernel.files import services as files  # noqa: E402
from lempu.kernel.files.models import StoredFile  # noqa: E402
from lempu.kernel.ledger import selectors as ledger  # noqa: E402
from lempu.kernel.obligations.tests.factories import ObligationFactory  # noqa: E402
from lempu.kernel.offices.models import Office  # noqa: E402
from lempu.kernel.offices.tests.factories import UserFactory  # noqa: E402
from lempu.shared.uploads import BoundedUploadHandler  # noqa: E402

NOW = dt.timedelta(0)
#: 1 kills before every line; `make torture` does.
STEP = int(os.environ.get("LEMPU_KILL_STEP", "3"))
#: Where a process is killed: before every line of these that an upload or the sweep runs.
WATCHED = (
    "shared/storage.py",
    "shared/uploads.py",
    "files/services/store.py",
    "files/services/sweep.py",
    "evidence/services/offering.py",
    "ledger/services.py",
)


class Changed(Exception):
    """An act that is given up after its bytes were laid down."""


def arrived(content: bytes, name: str):
    """A file as the upload handler of the server leaves it."""
    handler = BoundedUploadHandler()
    handler.new_file("documents", name, "text/plain", len(content), None, None)
    handler.receive_data_chunk(content, 0)
    return handler.file_complete(len(content))


def prove(obligation, actor, content: bytes, *, give_up=False, streamed=False):
    given = arrived(content, "a.txt") if streamed else ContentFile(content)
    with files.take_in(content=given, name="a.txt") as taken, transaction.atomic():
        add_evidence(
            obligation=obligation,
            actor=actor,
            content=Content(taken=taken, name="a.txt"),
            details=Details("photo"),
        )
        if give_up:
            raise Changed
    if streamed:
        given.close()


def together(*acts):
    """Run the acts at once, each on a connection of its own; what went wrong."""
    gate, wrong = threading.Barrier(len(acts)), []

    def run(act):
        try:
            gate.wait()
            act()
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def faults():
    """Everything that must not be: rows without their bytes, versions without a row, a broken chain."""
    found = []
    for row in StoredFile.objects.all():
        if not default_storage.exists(row.path):
            found.append(f"{row} has no bytes")
            continue
        with row.open() as kept:
            if hashlib.sha256(kept.read()).hexdigest() != row.sha256:
                found.append(f"{row} has other bytes")
    for office in Office.objects.all():
        if ledger.first_break(office) is not None:
            found.append(f"the chain of {office.code} is broken")
    written = sum(e.act in ("evidence.added", "evidence.version_added") for e in entries())
    if written != Version.objects.filter(file__isnull=False).count():
        found.append("versions and entries differ")
    return found


def entries():
    return ledger.entries_in(Office.objects.all())


def left_over():
    """Files that nothing speaks of."""
    places = [Path(settings.HOME, "files"), Path(settings.FILE_UPLOAD_TEMP_DIR)]
    there = {p.name for place in places for p in place.rglob("*") if p.is_file()}
    return len(there - set(StoredFile.objects.values_list("sha256", flat=True)))


def same_bytes_at_once(rounds):
    wrong = []
    for number in range(rounds):
        one, other = ObligationFactory(), ObligationFactory()
        actor, content = UserFactory(), b"sama %d" % number
        acts = [lambda row=row, a=actor, c=content: prove(row, a, c) for row in (one, other, one)]
        wrong += together(*acts)
        if (one.evidence.count(), other.evidence.count()) != (2, 1):
            wrong.append("one was lost")
    return wrong


def one_evidence_at_once(rounds):
    wrong = []
    for number in range(rounds):
        piece, actor = EvidenceFactory(), UserFactory()

        def put(content, piece=piece, actor=actor):
            with files.take_in(content=ContentFile(content), name="b.txt") as taken:
                add_version(evidence=piece, actor=actor, content=Content(taken=taken, name="b.txt"))

        contents = [b"versi %d %d" % (number, which) for which in range(3)]
        wrong += together(*[lambda c=c: put(c) for c in contents])
        kept = {v.file.sha256 for v in piece.versions.filter(file__isnull=False)}
        if kept != {hashlib.sha256(c).hexdigest() for c in contents}:
            wrong.append("a version was lost")
    return wrong


def sweep_in_between(rounds):
    """People upload and give up the same few files while the sweep takes whatever it can have."""
    obligation, actor = ObligationFactory(), UserFactory()
    ended = threading.Event()

    def upload(seed):
        chance = random.Random(seed)
        for _ in range(rounds):
            content = b"isi %d" % chance.randrange(4)
            with suppress(Changed):
                prove(obligation, actor, content, give_up=chance.random() < 0.7)
        ended.set()

    def clean():
        while not ended.is_set():
            files.sweep(older_than=NOW)

    return together(lambda: upload(1), lambda: upload(2), clean)


def killed_at(line: int, act, watched=WATCHED) -> bool:
    """Run the act in a process that is killed before that many lines; whether it was."""
    connection.close()
    child = os.fork()
    if child == 0:
        seen = 0

        def watch(frame, event, _argument):
            nonlocal seen
            if not frame.f_code.co_filename.endswith(watched):
                return None
            if event == "line":
                seen += 1
                if seen == line:
                    os.kill(os.getpid(), signal.SIGKILL)
            return watch

        sys.settrace(watch)
        act()
        os._exit(0)
    _child, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def killed_everywhere(act, prepare=lambda: None):
    """Kill the act before a line, a later one, ... until it comes through; how often, and faults."""
    kills, wrong = 0, []
    prepare()
    while not wrong and killed_at(kills * STEP + 1, partial(act, kills)):
        kills += 1
        wrong = faults()
        prepare()
    return kills, wrong


def leave():
    """Something for the sweep: bytes without a row, and a row that nobody points at."""
    with files.take_in(content=ContentFile(b"tanpa baris"), name="a.txt"):
        pass
    files.store(content=ContentFile(b"tanpa pemakai"), name="a.txt")


def main():
    call_command("migrate", verbosity=0)
    obligation, actor = ObligationFactory(), UserFactory()
    swept = killed_everywhere(lambda _n: files.sweep(older_than=NOW), prepare=leave)
    copied = killed_everywhere(lambda n: prove(obligation, actor, b"salin %d" % n))
    streamed = killed_everywhere(lambda n: prove(obligation, actor, b"alir %d" % n, streamed=True))
    orphans = left_over()
    call_command("sweep", "--older-than", "0", stdout=io.StringIO())
    outcome = {
        "kills": copied[0] + streamed[0] + swept[0],
        "wrong": [*copied[1], *streamed[1], *swept[1], *faults()],
        "orphans_before": orphans,
        "orphans_after": left_over(),
        "kept": obligation.evidence.count(),
        "same_bytes": same_bytes_at_once(6),
        "one_evidence": one_evidence_at_once(6),
        "sweep": [*sweep_in_between(40), *faults()],
    }
    sys.stdout.write(json.dumps(outcome))


if __name__ == "__main__":
    main()
