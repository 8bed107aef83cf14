"""A trial: the newest back-up is brought back into a home that is thrown away, and verified there."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from lempu.kernel.keeping.models import Backup
from lempu.kernel.keeping.services.backing import ENDING
from lempu.shared.errors import DomainError


def newest(folder: Path) -> Path:
    """Refuses ``no_backup``."""
    found = sorted(folder.glob(f"lempu-*{ENDING}"))
    if not found:
        raise DomainError(f"Tidak ada cadangan di {folder}.", code="no_backup")
    return found[-1]


def try_out(*, path: Path, identity_file: Path) -> tuple[bool, str]:
    """Whether it comes back whole, and what was said. The page of back-ups shows it."""
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as home:
        command = [
            sys.executable,
            "-m",
            "lempu",
            "restore",
            str(path),
            "--identity",
            str(identity_file),
        ]
        clean = {name: text for name, text in os.environ.items() if name not in TAKEN}
        done = subprocess.run(  # noqa: S603 -- our own command
            command, env=clean | {"LEMPU_HOME": home}, capture_output=True, text=True, check=False
        )
    holds = done.returncode == 0
    told = (done.stdout if holds else done.stderr).strip().rpartition("\n")[2]
    Backup.objects.filter(name=path.name).update(
        tried_at=timezone.now(), trial=told, trial_holds=holds
    )
    return holds, told


#: A trial must not find its way to the office's own database, files or keys.
TAKEN = (
    "LEMPU_STORE",
    "LEMPU_STORE_FILE",
    "DATABASE_URL",
    "DATABASE_URL_FILE",
    "LEMPU_HOME",
    "LEMPU_SECRET_KEY",
    "LEMPU_SECRET_KEY_FILE",
)
