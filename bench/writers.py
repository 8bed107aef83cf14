"""Acts recorded by many writers at once: python bench/writers.py [WRITERS] [ACTS]; 20 and 50 without.

In a home of its own on SQLite, or on the server of DATABASE_URL (``tools/with_postgres.py``). Twice:
everybody in one office, whose writers wait for each other, and each in an office of their own. At the
end every chain is walked.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.journeys.server import environment  # noqa: E402

SHELL = [sys.executable, "-m", "lempu", "manage", "shell", "-v0", "-c"]
CODES = """
import json
from lempu.kernel.offices.models import Office
for number in range({writers}):
    Office.objects.get_or_create(code=f"99{{number:02}}", defaults=dict(
        name=f"Kantor {{number}}", level="regency", path=f"0/99/99{{number:02}}/"))
print(json.dumps(list(Office.objects.order_by("-code").values_list("code", flat=True)[:{writers}])))
"""
WRITE = """
import json, sys, time
from django.db import transaction
from lempu.kernel.ledger import services
from lempu.kernel.offices.models import Office
office, waits = Office.objects.get(code="{code}"), []
print("ready", flush=True)
sys.stdin.readline()
for number in range({acts}):
    begun = time.perf_counter()
    with transaction.atomic():
        services.record(office=office, act="offices.office_changed", subject=office, actor=None,
                        number=number, reason="Catatan yang panjangnya biasa saja.")
    waits.append(time.perf_counter() - begun)
print(json.dumps(waits))
"""
WALK = """
import json
from lempu.kernel.ledger import selectors
found = [selectors.walk(office) for office in selectors.offices_with_entries()]
print(json.dumps([sum(each.entries for each in found), [str(each.fault) for each in found if each.fault]]))
"""


def shell(surroundings, code):
    done = subprocess.run(
        [*SHELL, code], env=surroundings, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def side_by_side(surroundings, codes, acts):
    """Seconds from the signal to the last, and how long each act took."""
    running = [
        subprocess.Popen(
            [*SHELL, WRITE.format(code=code, acts=acts)], env=surroundings, cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for code in codes
    ]  # fmt: skip
    for process in running:
        assert process.stdout.readline() == "ready\n"
    begun = time.perf_counter()
    for process in running:
        process.stdin.write("\n")
        process.stdin.flush()
    waits = [wait for process in running for wait in json.loads(process.stdout.readline())]
    seconds = time.perf_counter() - begun
    assert [process.wait() for process in running] == [0] * len(running)
    return seconds, sorted(waits)


def main():
    writers, acts = (int(number) for number in (*sys.argv[1:], 20, 50)[:2])
    with tempfile.TemporaryDirectory() as home:
        surroundings = environment(Path(home), demo=False)
        surroundings["DJANGO_SETTINGS_MODULE"] = "lempu.config.settings.prod"
        surroundings["LEMPU_SECRET_KEY"] = secrets.token_hex()
        if "DATABASE_URL" in os.environ:
            surroundings["DATABASE_URL"] = os.environ["DATABASE_URL"]
        subprocess.run(
            [*SHELL[:3], "prepare"],
            env=surroundings,
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        codes = json.loads(shell(surroundings, CODES.format(writers=writers)))
        before = json.loads(shell(surroundings, WALK))[0]
        for name, chosen in (("one office", codes[:1] * writers), ("own offices", codes)):
            seconds, waits = side_by_side(surroundings, chosen, acts)
            p50, p95 = (1000 * waits[int(len(waits) * part)] for part in (0.5, 0.95))
            speed = f"{len(waits) / seconds:7.0f} acts/s  p50 {p50:6.1f} ms  p95 {p95:6.1f} ms"
            print(f"{writers} writers, {name:12} {speed}  longest {1000 * waits[-1]:.0f} ms")
        entries, faults = json.loads(shell(surroundings, WALK))
        assert (entries - before, faults) == (2 * writers * acts, []), (entries, faults)
        print(f"{entries} entries, every chain holds")


if __name__ == "__main__":
    main()
