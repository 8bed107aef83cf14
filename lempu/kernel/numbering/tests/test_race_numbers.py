"""Parallel clients never get the same number, on the database the tests run on."""

import json
import subprocess
import sys

import pytest

from lempu.kernel.numbering.tests.race_numbers import CLIENTS, PROCESSES, TIMES
from lempu.kernel.obligations.tests.conftest import own_database

__all__ = ["own_database"]

pytestmark = pytest.mark.django_db


def test_parallel_clients_share_no_number_and_leave_no_gap(own_database):
    command = [sys.executable, "-m", "lempu.kernel.numbering.tests.race_numbers"]
    done = subprocess.run(command, env=own_database, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout.splitlines()[-1])
    each = PROCESSES * CLIENTS * TIMES // 2

    assert done.returncode == 0, done.stderr[-3000:]
    assert told["codes"] == [0] * PROCESSES
    assert told["taken"] == {kind: list(range(1, each + 1)) for kind in ("letter", "decree")}
    assert told["last"] == {"letter": each, "decree": each}
