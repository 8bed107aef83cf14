"""The watched folder against kill -9 and against itself, in a process and a database of its own."""

import json
import subprocess
import sys

import pytest

from lempu.kernel.obligations.tests.conftest import own_database  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.mark.timeout(900)
def test_no_scan_is_lost_or_taken_twice_whatever_dies(own_database):  # noqa: F811
    command = [sys.executable, "-m", "lempu.kernel.scans.tests.race_scans"]
    done = subprocess.run(command, env=own_database, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told.pop("kills") > 15
    assert told.pop("dropped") == told.pop("rows")
    assert told == {"tray": [], "filed": [], "raced": []}
