"""A back-up and its restoration by size of what is kept: seconds, MB per second, peak memory of the process.

python bench/backup.py [GIGABYTES ...]; without, 1 and 10. Needs three times as much room on the disk.
"""

import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.journeys.server import environment  # noqa: E402

PIECE = 40 * 1024 * 1024
FILL = """
import os
from django.core.files.base import ContentFile
from lempu.kernel.files import services
for _ in range({count}):
    services.store(content=ContentFile(b"%PDF-1.7\\n" + os.urandom({piece})), name="a.pdf")
"""


def timed(surroundings, *words):
    """Seconds and megabytes at the highest of one `lempu` command, and what it printed."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "lempu", *words],
        env=surroundings,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    said = process.stdout.read()
    _pid, status, used = os.wait4(process.pid, 0)
    assert status == 0, said
    return time.monotonic() - begun, used.ru_maxrss / 1024, said


def measure(gigabytes, folder):
    home, kept, again = folder / "home", folder / "kept", folder / "again"
    for place in (home, again):
        place.mkdir()
    surroundings = environment(home, demo=False)
    surroundings["DJANGO_SETTINGS_MODULE"] = "lempu.config.settings.prod"
    surroundings["LEMPU_SECRET_KEY"] = secrets.token_hex()
    timed(surroundings, "prepare")
    count = round(gigabytes * 1024**3 / PIECE)
    timed(surroundings, "manage", "shell", "-v0", "-c", FILL.format(count=count, piece=PIECE))
    key = folder / "key.txt"
    said = timed(surroundings, "backup", "--new-key", str(key))[2]
    surroundings["LEMPU_BACKUP_RECIPIENT"] = re.search(r"age1\w+", said)[0]
    surroundings["LEMPU_BACKUP_FOLDER"] = str(kept)
    out = timed(surroundings, "backup")
    (made,) = kept.glob("*.age")
    there = surroundings | {"LEMPU_HOME": str(again)}
    back = timed(there, "restore", str(made), "--identity", str(key))
    for name, (seconds, memory, _said) in (("backup", out), ("restore", back)):
        rate = gigabytes * 1024 / seconds
        sys.stdout.write(
            f"{gigabytes:4} GB {name:8} {seconds:6.1f} s {rate:5.0f} MB/s {memory:4.0f} MB\n"
        )


def main():
    for gigabytes in map(float, sys.argv[1:] or ("1", "10")):
        with tempfile.TemporaryDirectory(
            prefix="lempu-bench-", dir=os.environ.get("TMPDIR")
        ) as name:
            measure(gigabytes, Path(name))


if __name__ == "__main__":
    main()
