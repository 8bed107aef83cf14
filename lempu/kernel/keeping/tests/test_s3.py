"""Back-ups with the files in OpenStack Swift, which speaks S3."""

import json
import os
import subprocess
import sys

import pytest

from tools import with_swift

pytestmark = pytest.mark.timeout(400)


@pytest.mark.skipif(
    not with_swift.is_installed(),
    reason="SWIFT IS NOT INSTALLED HERE: make swift; S3 IS NOT TESTED",
)
def test_files_in_a_store_are_backed_up_and_come_back_to_a_disk_or_another_store(tmp_path):
    surroundings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with with_swift.server() as address:
        done = subprocess.run(
            [sys.executable, "-m", "lempu.kernel.keeping.tests.try_s3"],
            env={**surroundings, "LEMPU_HOME": str(tmp_path), "LEMPU_STORE": address},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "disk": [0, True, True],
        "store": [0, True, True],
        "trial": [True, True],
        "lacking": ["file_missing", 2, 1],
    }
