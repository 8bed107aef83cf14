"""Amendments at the same moment as other acts, each in a process with a database of its own."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.django_db


def test_amendments_race_with_proof_and_with_each_other(own_database):
    command = [sys.executable, "-m", "lempu.kernel.obligations.tests.race_amending"]
    done = subprocess.run(command, env=own_database, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told.pop("twice") in (["done", "not_draft"], ["done", "superseded"])
    assert told == {
        "started": ["amendment_open", "done"],
        "drafts": 1,
        "proof_kept": True,
        "carried": True,
        "adopted_once": True,
        "matched_whole": True,
    }
