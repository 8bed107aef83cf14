"""From one database to the other: rows go over, files stay, the ledger says whether all is there."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings

from lempu.kernel.keeping.services.backing import reading, snapshot
from lempu.shared.errors import DomainError


def move(*, to: str) -> str:
    """Copy everything into the empty database ``to``; what the ledger said there.

    The database left behind is not touched. Stop web, worker and timer first: what is recorded
    afterwards stays behind. Refuses ``not_moved`` with the words of the process that loads.
    """
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        with reading():
            meta = snapshot(Path(folder))
        Path(folder, "meta.json").write_text(json.dumps(meta), encoding="utf-8")
        command = [sys.executable, "-m", "lempu", "restore", "--rows", folder]
        done = subprocess.run(  # noqa: S603 -- our own command
            command,
            env=os.environ | {"DATABASE_URL": to},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise DomainError(done.stderr.strip().rpartition("\n")[2], code="not_moved")
    return done.stdout.strip().rpartition("\n")[2]
