"""The clock makes back-ups where the installation says where to and for whom."""

import datetime as dt
import subprocess
import sys

import structlog
from django.conf import settings
from django.utils import timezone

from lempu.kernel.keeping.models import Backup
from lempu.shared.periodic import every

log = structlog.get_logger(__name__)


def is_due() -> bool:
    """Whether back-ups are set up and the last whole one is older than it should be."""
    if not settings.BACKUP_FOLDER or not settings.BACKUP_RECIPIENT:
        return False
    newest = Backup.objects.order_by("-made_at").values_list("made_at", flat=True).first()
    return newest is None or newest < timezone.now() - dt.timedelta(hours=settings.BACKUP_HOURS)


@every(name="keeping.back_up", minutes=10)
def back_up() -> None:
    """In a process of its own, which loads the encryption and ends."""
    if is_due():
        command = [sys.executable, "-m", "lempu", "backup"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            log.error("back-up failed", said=done.stderr.strip().rpartition("\n")[2])
