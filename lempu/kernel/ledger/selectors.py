"""Reading the ledger."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models

from lempu.kernel.ledger import canonical
from lempu.kernel.ledger.models import Entry, EntryQuerySet, key_of

if TYPE_CHECKING:
    from lempu.kernel.offices.models import Office


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a chain does not hold."""

    seq: int
    reason: str


def entries_in(offices: "models.QuerySet[Office]") -> EntryQuerySet:
    """Entries of the given offices, latest first."""
    return Entry.objects.filter(office__in=offices).for_listing()


def history_of(subjects: list[models.Model]) -> EntryQuerySet:
    """What happened to some rows of one office, latest first."""
    return Entry.objects.filter(subject__in=[key_of(s) for s in subjects]).for_listing()


def first_break(office: "Office") -> Break | None:
    """Walk an office's chain from its first entry; None when it holds."""
    previous, seq = canonical.GENESIS, 0
    for entry in Entry.objects.filter(office=office).order_by("seq").iterator():
        seq += 1
        reason = _fault(entry, seq, previous)
        if reason:
            return Break(entry.seq, reason)
        previous = entry.hash
    return None


def _fault(entry: Entry, seq: int, previous: str) -> str:
    if entry.seq != seq:
        return "gap"
    if entry.previous_hash != previous or f'"previous":"{previous}"' not in entry.body:
        return "previous"
    if canonical.digest(entry.body.encode()) != entry.hash:
        return "hash"
    return ""


def payload_of(entry: Entry) -> dict[str, Any]:
    """The facts of an act, as recorded."""
    payload: dict[str, Any] = json.loads(entry.body)["payload"]
    return payload
