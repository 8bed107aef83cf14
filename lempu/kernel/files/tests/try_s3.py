"""Intake, previews, downloads, the sweep and kills, with the files in a store that speaks S3.

Run by ``test_s3`` in a process of its own whose LEMPU_STORE names a real one; prints what it found, as JSON.
"""

import datetime as dt
import hashlib
import json
import os
import secrets
import signal
import sys

import django

django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.core.files.storage import default_storage  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from lempu.kernel.evidence.models import Version  # noqa: E402
from lempu.kernel.evidence.tests.factories import EvidenceFactory, photo  # noqa: E402
from lempu.kernel.files import services  # noqa: E402
from lempu.kernel.files.models import StoredFile, address  # noqa: E402
from lempu.kernel.offices.tests.factories import person  # noqa: E402
from lempu.shared.errors import DomainError  # noqa: E402
from lempu.shared.storage import names_in, size_of  # noqa: E402

NOW = -dt.timedelta(seconds=5)  # such a store may round the time of a file up to the next second
LARGE = secrets.token_hex(4_500_000).encode()  # 9 MB, past what boto3 would send in parts


def names():
    return {name for name, _laid_down in names_in(default_storage)}


def content_of(file):
    with file.open() as kept:
        return hashlib.sha256(kept.read()).hexdigest()


def intake():
    """Kept once, whole, at its address; there again when it went."""
    first = services.store(content=ContentFile(LARGE), name="a.txt")
    second = services.store(content=ContentFile(LARGE), name="b.txt")
    there = names()
    default_storage.delete(first.path)
    gone = size_of(default_storage, first.path) is None
    with services.take_in(content=ContentFile(LARGE), name="a.txt") as taken:
        default_storage.delete(first.path)
        with transaction.atomic():
            services.reference(taken)
    return [first == second, there == {first.path}, gone, content_of(first) == first.sha256]


def pages():
    """What a person gets to see and to take home."""
    piece = EvidenceFactory(file=services.store(content=photo(), name="Foto.jpg"))
    version = Version.objects.get()
    client = Client(SERVER_NAME="localhost")
    user = person(piece.office)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    preview = client.get(f"/bukti/versi/{version.pk}/lembar/1/")
    answer = client.get(f"/bukti/versi/{version.pk}/unduh/")
    taken_home = hashlib.sha256(b"".join(answer.streaming_content)).hexdigest()
    return [preview.status_code, preview["Content-Type"], taken_home == version.file.sha256]


def killed_between_bytes_and_row(content: bytes):
    """The process ends after the bytes lie there and before anything speaks of them."""
    connection.close()
    child = os.fork()
    if child == 0:
        with services.take_in(content=ContentFile(content), name="a.txt"):
            os.kill(os.getpid(), signal.SIGKILL)
    _child, status = os.waitpid(child, 0)
    orphan = address(hashlib.sha256(content).hexdigest())
    return os.WIFSIGNALED(status) and orphan in names()


def swept():
    """Orphans go, what is spoken of stays."""
    spoken_of = Version.objects.get().file
    killed = killed_between_bytes_and_row(b"tanpa baris, mati di tengah jalan")
    services.store(content=ContentFile(b"tanpa pemakai"), name="a.txt")
    young = services.sweep()
    taken = services.sweep(older_than=NOW)
    return [killed, [young.rows, young.files], taken.files >= 2, names() == {spoken_of.path},
            list(StoredFile.objects.all()) == [spoken_of]]  # fmt: skip


def away():
    """A store that does not answer is said in words, and nothing is changed."""
    default_storage.bucket_name, default_storage._bucket = "tidak-ada", None
    try:
        services.store(content=ContentFile(b"ke mana"), name="a.txt")
    except DomainError as refusal:
        return [refusal.code, StoredFile.objects.count()]
    return ["taken", StoredFile.objects.count()]


def main():
    call_command("migrate", verbosity=0)
    default_storage.prepare()
    said = {"intake": intake(), "pages": pages(), "swept": swept(), "away": away()}
    sys.stdout.write("\n" + json.dumps(said))


if __name__ == "__main__":
    main()
