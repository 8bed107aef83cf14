"""A back-up of files in a store that speaks S3, and its way back into another store and onto a disk.

Run by ``test_s3`` in a process of its own whose LEMPU_STORE names a real one; prints what it found, as JSON.
"""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.core.files.storage import default_storage  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from lempu.kernel.files import services  # noqa: E402
from lempu.kernel.keeping.models import Backup  # noqa: E402
from lempu.kernel.keeping.services import backing, envelope, trials  # noqa: E402
from lempu.kernel.ledger import services as ledger  # noqa: E402
from lempu.kernel.offices.tests.factories import OfficeFactory  # noqa: E402
from lempu.shared.errors import DomainError  # noqa: E402
from lempu.shared.storage import names_in  # noqa: E402

LARGE = secrets.token_hex(4_500_000).encode()  # 9 MB


def brought_back(home, made, identity, **store):
    """What ``lempu restore`` says in an empty home, with the files where ``store`` says."""
    home.mkdir()
    clean = {name: text for name, text in os.environ.items() if name not in trials.TAKEN}
    done = subprocess.run(
        [sys.executable, "-m", "lempu", "restore", str(made), "--identity", str(identity)],
        env=clean | {"LEMPU_HOME": str(home)} | store, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, (done.stdout or done.stderr).strip().rpartition("\n")[2]


def main():
    call_command("migrate", verbosity=0)
    default_storage.prepare()
    home, store = Path(settings.HOME), os.environ["LEMPU_STORE"]
    with transaction.atomic():
        office = OfficeFactory(code="7317")
        ledger.record(office=office, act="offices.office_changed", subject=office, actor=None)
    files = [services.store(content=ContentFile(text), name="a.txt") for text in (LARGE, b"Kecil")]
    secret, address = envelope.new_identity()
    identity = home / "kunci.txt"
    identity.write_text(f"{secret}\n")

    made = home / "cadangan" / backing.back_up(folder=home / "cadangan", recipient=address).name
    local = brought_back(home / "disk", made, identity)
    elsewhere = store.replace("/berkas?", "/berkas/pulih?")
    other = brought_back(home / "lain", made, identity, LEMPU_STORE=elsewhere)
    there = set(names_in(default_storage))
    trial = trials.try_out(path=made, identity_file=identity)
    untouched = set(names_in(default_storage)) == there
    kept = [(home / "disk" / "files" / file.path).read_bytes() for file in files]

    default_storage.delete(files[1].path)
    try:
        backing.back_up(folder=home / "cadangan", recipient=address)
    except DomainError as refusal:
        lacking = refusal.code
    found = {
        "disk": [local[0], "utuh" in local[1], kept == [LARGE, b"Kecil"]],
        "store": [other[0], "utuh" in other[1], not list((home / "lain" / "files").rglob("*"))],
        "trial": [trial[0], untouched],
        "lacking": [lacking, Backup.objects.count(), len(list(made.parent.iterdir()))],
    }
    sys.stdout.write(f"{json.dumps(found)}\n")


if __name__ == "__main__":
    main()
