"""Exports asked for on a page: made in a process of their own, kept for a week."""

import datetime as dt
import json
import subprocess
import sys
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.bundles import selectors, tasks
from lempu.kernel.bundles.enums import State
from lempu.kernel.bundles.models import Bundle
from lempu.kernel.offices.models import Office
from lempu.shared.errors import DomainError

SECONDS = 60 * 60
KEPT_DAYS = 7
CLAIM_HOLDS = dt.timedelta(seconds=SECONDS * 2)
UNFINISHED = (State.WAITING, State.RUNNING)


def path_of(bundle: Bundle) -> Path:
    """Where the file lies while it is kept."""
    return Path(settings.BUNDLES, f"{bundle.pk}.zip")


def ask_bundle(*, office: Office, year: int, actor: User) -> Bundle:
    """Ask for the year as a bundle; one under way for the same year serves whoever asks meanwhile.

    Refuses ``no_plan`` where the year has none in force.
    """
    if year not in selectors.years_of(office):
        raise DomainError(
            _("The office has no plan in force for %(year)s.") % {"year": year}, code="no_plan"
        )
    with transaction.atomic():
        mine = Bundle.objects.filter(office=office, year=year, state__in=UNFINISHED).first()
        if mine is not None:
            return mine
        row = Bundle.objects.create(
            office=office, year=year, asked_by=actor, asked_at=timezone.now()
        )
        transaction.on_commit(partial(tasks.run_bundle.enqueue, row.pk))
    return row


def run_bundle(bundle_id: int) -> bool:
    """Make a bundle that waits; may be asked twice, runs once. True when this call made it."""
    now = timezone.now()
    unclaimed = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_HOLDS)
    mine = Bundle.objects.filter(unclaimed, pk=bundle_id, state__in=UNFINISHED)
    if not mine.update(claimed_at=now, state=State.RUNNING):
        return False
    row = Bundle.objects.select_related("office").get(pk=bundle_id)
    path = path_of(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    answer = _made(row, path)
    kept = "sha256" in answer
    Bundle.objects.filter(pk=row.pk).update(
        state=State.READY if kept else State.FAILED,
        sha256=answer.get("sha256", ""),
        size=answer.get("size", 0),
        seal=answer.get("seal", 0),
        problem=answer.get("problem", ""),
        is_kept=kept,
        ended_at=timezone.now(),
    )
    return True


def _made(row: Bundle, path: Path) -> dict[str, object]:
    """What ``lempu bundle export --json`` says: progress line by line, the outcome in the last."""
    command = [sys.executable, "-m", "lempu", "bundle", "export", "--json"]
    command += ["--office", row.office.code, "--year", str(row.year), "--out", str(path)]
    command += ["--actor", str(row.asked_by_id)]
    answer: dict[str, object] = {"problem": str(_("The export stopped. Ask for it again."))}
    with subprocess.Popen(  # noqa: S603 -- our own command
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    ) as process:
        for line in process.stdout or ():
            answer = _told(row, line, answer)
        process.wait(timeout=SECONDS)
    return answer


def _told(row: Bundle, line: str, answer: dict[str, object]) -> dict[str, object]:
    try:
        said = json.loads(line)
    except ValueError:
        return answer
    if "done" in said:
        Bundle.objects.filter(pk=row.pk).update(done=said["done"], total=said["total"])
        return answer
    return dict(said)


def sweep_bundles() -> int:
    """Throw away files older than a week, and ask again for what a dead worker left."""
    now = timezone.now()
    for row in Bundle.objects.filter(is_kept=True, ended_at__lt=now - dt.timedelta(days=KEPT_DAYS)):
        path_of(row).unlink(missing_ok=True)
        Bundle.objects.filter(pk=row.pk).update(is_kept=False)
    late = now - CLAIM_HOLDS
    left = Bundle.objects.filter(state__in=UNFINISHED, asked_at__lt=late)
    keys = list(left.exclude(claimed_at__gte=late).values_list("pk", flat=True))
    for key in keys:
        tasks.run_bundle.enqueue(key)
    return len(keys)
