"""A report at the same moment as other acts, in a process with a database of its own."""

import json
import subprocess
import sys

import pytest

from lempu.kernel.obligations.tests.conftest import own_database

__all__ = ["own_database"]

pytestmark = pytest.mark.django_db


def test_a_report_is_of_one_version_and_loses_no_words(own_database):
    command = [sys.executable, "-m", "lempu.kernel.reporting.tests.race_report"]
    done = subprocess.run(command, env=own_database, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {"one_version": True, "words_kept": True}
