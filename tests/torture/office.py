"""An office for the campaign, and what is left of it afterwards. Run in processes of their own:

``office.py make`` prints people, obligations and a shared piece as JSON; ``office.py look FILE``, with
what was acknowledged, prints everything that must not be.
"""

import hashlib
import json
import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.files.storage import default_storage  # noqa: E402

from lempu.kernel.evidence.models import Version  # noqa: E402
from lempu.kernel.evidence.tests.factories import EvidenceFactory  # noqa: E402
from lempu.kernel.files.models import StoredFile  # noqa: E402
from lempu.kernel.ledger import selectors as ledger  # noqa: E402
from lempu.kernel.obligations.tests.factories import ObligationFactory  # noqa: E402
from lempu.kernel.offices.enums import Role  # noqa: E402
from lempu.kernel.offices.models import Office  # noqa: E402
from lempu.kernel.offices.tests.factories import OfficeFactory, person  # noqa: E402
from lempu.kernel.plans.models import Import  # noqa: E402

PEOPLE = 4


def make():
    office = OfficeFactory(code="9401")
    rows = [ObligationFactory(office=office, month=month) for month in range(1, 7)]
    people = [person(office, Role.COORDINATOR) for _ in range(PEOPLE)]
    return {
        "sessions": [_signed_in(user) for user in people],
        "obligations": [row.pk for row in rows],
        "piece": EvidenceFactory(obligation=rows[0]).pk,
    }


def _signed_in(user):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def look(acknowledged):
    wrong = [f"lost: {fact}" for fact in acknowledged if not _is_there(fact)]
    for row in StoredFile.objects.all():
        wrong += _wrong_bytes(row)
    for office in Office.objects.all():
        broken = ledger.first_break(office)
        wrong += [f"chain of {office.code}: {broken}"] if broken else []
    versions = Version.objects.filter(file__isnull=False).count()
    acts = [entry.act for entry in ledger.entries_in(Office.objects.all())]
    written = sum(act in ("evidence.added", "evidence.version_added") for act in acts)
    wrong += [f"{versions} versions, {written} entries"] if versions != written else []
    return {"wrong": wrong, "left": _left_over(), "versions": versions}


def _is_there(fact):
    kind, key, sha256 = fact
    if kind == "decree":
        return Import.objects.filter(file__sha256=sha256).exists()
    rows = Version.objects.filter(file__sha256=sha256)
    place = "evidence__obligation" if kind == "obligation" else "evidence"
    return rows.filter(**{place: key}).exists()


def _wrong_bytes(row):
    if not default_storage.exists(row.path):
        return [f"{row} has no bytes"]
    with row.open() as kept:
        digest = hashlib.file_digest(kept, "sha256").hexdigest()
    return [] if digest == row.sha256 else [f"{row} has other bytes"]


def _left_over():
    """Files that no row speaks of."""
    places = [Path(settings.HOME, "files"), Path(settings.FILE_UPLOAD_TEMP_DIR)]
    there = {p.name for place in places for p in place.rglob("*") if p.is_file()}
    return sorted(there - set(StoredFile.objects.values_list("sha256", flat=True)))


if __name__ == "__main__":
    if sys.argv[1] == "make":
        said = make()
    else:
        said = look(json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
    sys.stdout.write("\n" + json.dumps(said))
