"""Checks of a whole ledger, run in the background with visible progress."""

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lempu.kernel.ledger import selectors, tasks
from lempu.kernel.ledger.enums import CheckState
from lempu.kernel.ledger.models import ChainCheck

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office

#: A claim older than this belongs to a worker that died.
CLAIM_HOLDS = dt.timedelta(minutes=20)
UNFINISHED = (CheckState.WAITING, CheckState.RUNNING)


def ask_check(*, office: "Office", actor: "User") -> ChainCheck:
    """Ask for a check of the office's ledger; the one under way serves whoever asks meanwhile."""
    with transaction.atomic():
        under_way = ChainCheck.objects.filter(office=office, state__in=UNFINISHED).first()
        if under_way is not None:
            return under_way
        row = ChainCheck.objects.create(
            office=office, asked_by=actor, asked_at=timezone.now(), total=_size(office)
        )
        transaction.on_commit(partial(tasks.run_check.enqueue, row.pk))
    return row


def run_check(check_id: int) -> bool:
    """Run a check that waits; may be asked twice, runs once. True when this call ran it."""
    now = timezone.now()
    unclaimed = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_HOLDS)
    mine = ChainCheck.objects.filter(unclaimed, pk=check_id, state__in=UNFINISHED)
    if not mine.update(claimed_at=now, state=CheckState.RUNNING):
        return False
    row = ChainCheck.objects.select_related("office").get(pk=check_id)
    rows = ChainCheck.objects.filter(pk=row.pk)
    found = selectors.walk(row.office, tell=lambda done: rows.update(done=done))
    rows.update(
        state=CheckState.BROKEN if found.fault else CheckState.HOLDS,
        total=found.entries,
        done=found.entries,
        seals=found.seals,
        fault=found.fault.reason if found.fault else "",
        fault_at=found.fault.seq if found.fault else 0,
        ended_at=timezone.now(),
    )
    return True


def sweep_checks() -> int:
    """Ask again for checks that a dead worker left, and forget those older than a year."""
    now = timezone.now()
    ChainCheck.objects.filter(asked_at__lt=now - dt.timedelta(days=366)).delete()
    late = now - CLAIM_HOLDS
    left = ChainCheck.objects.filter(state__in=UNFINISHED, asked_at__lt=late)
    waiting = list(left.exclude(claimed_at__gte=late).values_list("pk", flat=True))
    for key in waiting:
        tasks.run_check.enqueue(key)
    return len(waiting)


def _size(office: "Office") -> int:
    end = selectors.end_of(office)
    return end.seq if end else 0
