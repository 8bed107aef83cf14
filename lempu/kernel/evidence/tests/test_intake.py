"""Uploads against each other, the sweep and kill -9, in a process and a database of their own."""

import json
import subprocess
import sys

import pytest

from lempu.kernel.obligations.tests.conftest import own_database  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.mark.timeout(600)
def test_nothing_is_lost_and_nothing_dangles_whatever_dies(own_database):  # noqa: F811
    command = [sys.executable, "-m", "lempu.kernel.evidence.tests.race_intake"]
    done = subprocess.run(command, env=own_database, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told.pop("kills") > 100
    assert told.pop("orphans_before") > 50
    assert told.pop("kept") >= 2  # the last try of each kind came through
    nothing = {"same_bytes": [], "one_evidence": [], "sweep": [], "wrong": []}
    assert told == {**nothing, "orphans_after": 0}
