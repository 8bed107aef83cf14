"""Many clients take numbers at once, in several processes and on connections of their own.

``python -m … race_numbers`` prepares the office, starts the processes and prints what came of it, as JSON;
``… race_numbers PK`` is one process of clients.
"""

import json
import subprocess
import sys
import threading

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from lempu.kernel.accounts.models import User  # noqa: E402
from lempu.kernel.numbering.models import Number, Series  # noqa: E402
from lempu.kernel.numbering.services import Wanted, reserve  # noqa: E402
from lempu.kernel.offices.enums import Role  # noqa: E402
from lempu.kernel.offices.tests.factories import OfficeFactory, person  # noqa: E402

PROCESSES, CLIENTS, TIMES = 2, 8, 4


def client(pk):
    try:
        user = User.objects.get(pk=pk)
        office = user.memberships.get().office
        for turn in range(TIMES):
            kind = ("letter", "decree")[turn % 2]
            reserve(office=office, actor=user, wanted=Wanted(kind, "Balapan", "PK.01"))
    finally:
        connection.close()


def clients(pk):
    threads = [threading.Thread(target=client, args=(pk,)) for _ in range(CLIENTS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


class NoMigrations(dict):
    """Tables are made from the models at once: the race needs no history of them."""

    def __contains__(self, _label):
        return True

    def __missing__(self, _label):
        return None


def main():
    settings.MIGRATION_MODULES = NoMigrations()
    call_command("migrate", run_syncdb=True, verbosity=0)
    office = OfficeFactory(code="7317")
    user = person(office, Role.OFFICER)
    command = [sys.executable, "-m", __spec__.name, str(user.pk)]
    running = [subprocess.Popen(command) for _ in range(PROCESSES)]
    codes = [each.wait() for each in running]
    taken = {
        kind: sorted(Number.objects.filter(kind=kind).values_list("n", flat=True))
        for kind in ("letter", "decree")
    }
    last = dict(Series.objects.values_list("kind", "last"))
    sys.stdout.write(json.dumps({"codes": codes, "taken": taken, "last": last}))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        clients(int(sys.argv[1]))
    else:
        main()
