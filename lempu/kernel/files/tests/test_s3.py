"""The same guarantees with the files in OpenStack Swift, which speaks S3."""

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
def test_a_store_that_speaks_s3_keeps_what_a_disk_does(tmp_path):
    surroundings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with with_swift.server() as address:
        done = subprocess.run(
            [sys.executable, "-m", "lempu.kernel.files.tests.try_s3"],
            env={**surroundings, "LEMPU_HOME": str(tmp_path), "LEMPU_STORE": address},
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout.splitlines()[-1])
    assert said == {
        "intake": [True, True, True, True],
        "pages": [200, "image/webp", True],
        "swept": [True, [0, 0], True, True, True],
        "away": ["store_away", 1],
    }
    assert not (tmp_path / "files").exists(), "nothing lies on the local disk"
