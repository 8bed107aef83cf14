"""Periodic cleaning of what no room owns."""

import shutil
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from lempu.shared.periodic import every

#: In seconds; no upload and no reading takes that long.
STOPPED_WRITES_STAY = 24 * 60 * 60


@every(name="shared.clear_sessions", minutes=60 * 24)
def clear_sessions() -> None:
    call_command("clearsessions")


@every(name="shared.prune_task_results", minutes=60 * 24)
def prune_task_results() -> None:
    call_command("prune_db_task_results")


@every(name="shared.clear_stopped_writes", minutes=60)
def clear_stopped_writes() -> int:
    """Remove from ``tmp`` what a process that was ended in the middle left there a day ago."""
    return clear_temporary(older_than=STOPPED_WRITES_STAY)


def clear_temporary(*, older_than: float) -> int:
    """Remove what lies in ``tmp`` longer than so many seconds; how many things that were."""
    before = time.time() - older_than
    removed = 0
    for left in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        with suppress(FileNotFoundError):
            if left.lstat().st_mtime > before:
                continue
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left)
            else:
                left.unlink()
            removed += 1
    return removed
