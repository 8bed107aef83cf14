"""The process that takes scans in, killed before the lines of its way and raced against another like it.

Run by ``test_kills`` in a process and a database of its own: prints what it found, as JSON.
"""

import hashlib
import json
import os
import sys

from lempu.kernel.evidence.tests.race_intake import faults, killed_at  # first: it sets Django up

# isort: split
from django.core.management import call_command
from django.db import connection

from lempu.kernel.evidence.models import Version
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.kernel.scans import services
from lempu.kernel.scans.enums import ScanState
from lempu.kernel.scans.models import Scan

#: 1 kills before every line; `make torture` does.
STEP = int(os.environ.get("LEMPU_KILL_STEP", "31"))
WATCHED = (
    "scans/services/watching.py",
    "scans/services/filing.py",
    "evidence/services/offering.py",
    "files/services/store.py",
    "shared/storage.py",
)


def take():
    services.sweep(still=0, seconds=600)


class Folder:
    """The folder of an office; knows everything that was ever dropped there."""

    def __init__(self, office):
        self.place = services.folder_of(office)
        self.place.mkdir(parents=True, exist_ok=True)
        self.dropped = {}

    def drop(self, name, content):
        self.dropped[hashlib.sha256(content).hexdigest()] = name
        part = self.place / f".{name}"  # as a scanner does: whole at once
        part.write_bytes(content)
        part.rename(self.place / name)

    def faults(self, state):
        """What is not there exactly once: as a row in this state, and as a file that was put away."""
        kept = (self.place / "selesai").iterdir()
        done = [hashlib.sha256(path.read_bytes()).hexdigest() for path in kept]
        wrong = []
        for sha256, name in self.dropped.items():
            rows = Scan.objects.filter(file__sha256=sha256, state=state).count()
            offered = Version.objects.filter(file__sha256=sha256).count()
            found = (rows, offered, done.count(sha256))
            if found != (1, int(state == ScanState.FILED), 1):
                wrong.append(f"{name}: {found}")
        left = [path.name for path in (self.place / "diproses").iterdir()]
        return wrong + left + faults()


def killed(folder, make, step):
    """Drop a file, kill whoever takes it before a line, then before a later one ...; how often."""
    kills = 0
    while True:
        folder.drop(*make(kills))
        if not killed_at(kills * step + 1, take, WATCHED):
            return kills
        kills += 1


def raced(folder, rounds):
    """Two take what lies there at the same moment, and one of them is killed on its way."""
    for number in range(rounds):
        for each in range(6):
            folder.drop(f"r{number}-{each}.txt", b"pacuan %d %d" % (number, each))
        connection.close()
        other = os.fork()
        if other == 0:
            take()
            os._exit(0)
        killed_at(150 + 40 * number, take, WATCHED)
        os.waitpid(other, 0)


def main():
    call_command("migrate", verbosity=0)
    office = OfficeFactory(code="7317")
    row = RowFactory(office=office, required=["report"])
    author, obligation = (
        person(office, Role.COORDINATOR),
        ObligationFactory(indicator=row, office=office),
    )
    sheet = services.sheet_pdf(
        services.make_sheet(obligation=obligation, kind="report", actor=author)
    )
    tray, sheeted, both = Folder(office), Folder(office), Folder(OfficeFactory(code="7318"))
    kills = killed(tray, lambda n: (f"t{n}.txt", b"tanpa lembar %d" % n), STEP)
    kills += killed(sheeted, lambda n: (f"s{n}.pdf", sheet + b"\n%% %d\n" % n), STEP * 2)
    raced(both, 2)
    take()
    said = {
        "kills": kills,
        "tray": tray.faults(ScanState.WAITING),
        "filed": sheeted.faults(ScanState.FILED),
        "raced": both.faults(ScanState.WAITING),
        "dropped": len(tray.dropped) + len(sheeted.dropped) + len(both.dropped),
        "rows": Scan.objects.count(),
    }
    sys.stdout.write("\n" + json.dumps(said))


if __name__ == "__main__":
    main()
