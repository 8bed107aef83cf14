"""The work-list: what is to be done with a file, who works on it, how it ended.

The rows are the truth. Everything here may run twice: a step is taken by a conditional update, and its result
is written only while the claim still stands.
"""

import datetime as dt
import secrets
from collections.abc import Iterable
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.files import tasks
from lempu.kernel.files.enums import Act, StepName, StepState
from lempu.kernel.files.models import Step, StepQuerySet, StoredFile
from lempu.kernel.files.registry import QUICK, STEP_VERSIONS
from lempu.kernel.files.services import previews
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.models import Office
from lempu.shared.errors import DomainError

#: A claim without a beat for so long belongs to a worker that died.
CLAIM_HOLDS = dt.timedelta(minutes=2)
#: A row that waited for so long has lost its task.
TASK_LOST = dt.timedelta(minutes=10)
MOST_ATTEMPTS = 3
#: Once one of these has ended, the file is compared with other evidence again.
COMPARED = (StepName.TEXT, StepName.PHOTO, StepName.MARKS, StepName.OCR)
#: Files that one run of the sweep asks for, so that old files do not keep new ones waiting.
AT_ONCE = 20


def ask(file: StoredFile | None) -> bool:
    """Put a file (if it is one) on the work-list, unless it is there; true when it was not.

    Call it in the transaction that first refers to the file.
    """
    if file is None or Step.objects.filter(file=file, name=StepName.TEXT).exists():
        return False
    now = timezone.now()
    rows = [
        Step(file=file, name=name, version=STEP_VERSIONS[name], asked_at=now) for name in asked()
    ]
    Step.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(partial(_enqueue, file.pk, now))
    return True


def _enqueue(file_id: int, asked_at: dt.datetime) -> None:
    """Have a file understood: at once what somebody sends now, and of a stock the latest first."""
    weeks = (timezone.now() - asked_at) // dt.timedelta(weeks=1)
    priority = max(tasks.FRESH - weeks, tasks.STOCK)
    tasks.understand.using(priority=priority).enqueue(file_id)


def asked() -> Iterable[str]:
    return (*QUICK, StepName.VIRUS) if settings.CLAMAV else QUICK


def free(names: Iterable[str]) -> StepQuerySet:
    """Waiting steps that nobody works on."""
    idle = Q(claim="") | Q(beat_at__lt=timezone.now() - CLAIM_HOLDS)
    return Step.objects.waiting().filter(idle, name__in=tuple(names))


def take(file_id: int, names: Iterable[str]) -> tuple[str, list[str]]:
    """Claim the waiting steps of a file nobody works on; the claim and their names."""
    claim, now = secrets.token_hex(16), timezone.now()
    rows = free(names).filter(file=file_id)
    rows.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=StepState.FAILED, reason="interrupted", claim="", ended_at=now
    )
    rows.update(claim=claim, beat_at=now, attempts=F("attempts") + 1)
    mine = Step.objects.waiting().filter(file=file_id, claim=claim)
    return claim, list(mine.values_list("name", flat=True))


def beat(file_id: int, claim: str) -> bool:
    """Say that the work goes on; false when the claim is another's by now."""
    mine = Step.objects.waiting().filter(file=file_id, claim=claim)
    return bool(mine.update(beat_at=timezone.now()))


def end(
    file_id: int, name: str, claim: str, *, state: str, reason: str = "", took_ms: int | None = None
) -> bool:
    """Write how a step ended; false when the claim is another's by now, and nothing is written."""
    mine = Step.objects.waiting().filter(file=file_id, name=name, claim=claim)
    is_mine = mine.update(
        state=state,
        reason=reason,
        claim="",
        beat_at=None,
        ended_at=timezone.now(),
        took_ms=took_ms,
    )
    if is_mine and name in COMPARED:
        set_step(file_id, StepName.COMPARE, state=StepState.WAITING)
    return bool(is_mine)


def set_step(file_id: int, name: str, *, state: str, reason: str = "") -> None:
    """Put a later step on the list, or say that it is not needed, whatever it was before."""
    now = timezone.now()
    Step.objects.update_or_create(
        file_id=file_id,
        name=name,
        defaults={
            "state": state,
            "reason": reason,
            "version": STEP_VERSIONS[name],
            "attempts": 0,
            "asked_at": now,
            "claim": "",
            "beat_at": None,
            "ended_at": None if state == StepState.WAITING else now,
        },
    )


@transaction.atomic
def try_again(*, file: StoredFile, office: Office, subject: models.Model, actor: User) -> list[str]:
    """Have what failed done again; the names of the steps. ``subject`` is what the file proves.

    Refuses when nothing failed (``nothing_failed``): two clicks ask once.
    """
    rows = Step.objects.select_for_update().filter(file=file)
    rows = rows.filter(state__in=(StepState.FAILED, StepState.ABSENT))
    names = sorted(rows.values_list("name", flat=True))
    if not names:
        raise DomainError(
            _("Nothing of this file has failed. Load the page again."), code="nothing_failed"
        )
    rows.filter(name__in=names).update(
        state=StepState.WAITING,
        reason="",
        attempts=0,
        claim="",
        asked_at=timezone.now(),
        ended_at=None,
    )
    ledger.record(
        office=office,
        act=Act.READ_AGAIN,
        subject=subject,
        actor=actor,
        sha256=file.sha256,
        steps=names,
    )
    previews.forget_refusal(file)
    transaction.on_commit(partial(tasks.understand.enqueue, file.pk))
    return names


def found(files: dict[int, dt.datetime]) -> int:
    """Say that search has taken the text of these files, unless it changed since; how many."""
    waiting = Step.objects.waiting().filter(name=StepName.FIND)
    return sum(
        waiting.filter(file=file_id, asked_at=asked_at).update(
            state=StepState.DONE, ended_at=timezone.now()
        )
        for file_id, asked_at in files.items()
    )


def compared(files: dict[int, dt.datetime]) -> int:
    """Say that these files were compared, unless something of them was read since; how many."""
    waiting = Step.objects.waiting().filter(name=StepName.COMPARE)
    return sum(
        waiting.filter(file=file_id, asked_at=asked_at).update(
            state=StepState.DONE, ended_at=timezone.now()
        )
        for file_id, asked_at in files.items()
    )


def sweep() -> int:
    """Find what nobody asked for, what a dead worker left, what an older reader read; how many files.

    Bounded, so that it may run every minute.
    """
    now = timezone.now()
    listed = Step.objects.filter(file=OuterRef("pk"), name=StepName.TEXT)
    strange = StoredFile.objects.filter(~Exists(listed), searchable_of=None).order_by("-pk")
    done = sum(map(ask, strange[:AT_ONCE]))
    waiting = Step.objects.waiting()
    dead = Q(beat_at__lt=now - CLAIM_HOLDS) & ~Q(claim="")
    lost = Q(claim="", asked_at__lt=now - TASK_LOST)
    silent = Step.objects.filter(state=StepState.FAILED, reason="no_daemon")
    silent.filter(ended_at__lt=now - TASK_LOST).update(state=StepState.WAITING, attempts=0)
    left = waiting.filter(dead | lost, name__in=(*QUICK, StepName.VIRUS))
    files = list(left.values_list("file", flat=True).order_by("file").distinct()[:AT_ONCE])
    waiting.filter(dead | lost, file__in=files).update(claim="", beat_at=None, asked_at=now)
    files += _outdated()
    for file_id in files:
        tasks.understand.using(priority=tasks.STOCK).enqueue(file_id)
    return done + len(files)


def _outdated() -> list[int]:
    """Have done again what an older version of a step did."""
    files: set[int] = set()
    for name, version in STEP_VERSIONS.items():
        rows = Step.objects.filter(name=name, version__lt=version)
        old = list(rows.exclude(state=StepState.WAITING).values_list("pk", "file")[:AT_ONCE])
        files |= {file for _pk, file in old if name in QUICK}
        Step.objects.filter(pk__in=[pk for pk, _file in old]).update(
            state=StepState.WAITING, version=version, attempts=0, asked_at=timezone.now()
        )
    return sorted(files)
