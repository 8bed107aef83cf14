"""Reading the ledger."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import canonical
from lempu.kernel.ledger.models import Entry, EntryQuerySet, Head, key_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

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


def changes_of(subjects: Sequence[models.Model]) -> dict[Any, tuple[int, dt.datetime]]:
    """How often rows of one model were acted upon and when last, by their primary key."""
    keys = {key_of(subject): subject.pk for subject in subjects}
    found = Entry.objects.filter(subject__in=keys).values_list("subject")
    counted = found.annotate(times=models.Count("pk"), last=models.Max("recorded_at"))
    return {keys[subject]: (times, last) for subject, times, last in counted.order_by()}


def end_of(office: "Office") -> Head | None:
    """Where the office's chain ends now; None while nothing was recorded."""
    return Head.objects.filter(office=office).first()


def ends_of(offices: Iterable[int]) -> dict[int, int]:
    """The number of the last entry of each office that has one; one query.

    Nothing of an office changes without an entry, so this is also a version of all it has.
    """
    return dict(Head.objects.filter(office__in=list(offices)).values_list("office_id", "seq"))


def acts_in(office: "Office") -> list[str]:
    """Acts that occur in the office's ledger."""
    found = Entry.objects.filter(office=office).order_by("act").values_list("act", flat=True)
    return list(found.distinct())


def actors_in(office: "Office") -> "QuerySet[User]":
    """People who acted in the office, by name."""
    actors = Entry.objects.filter(office=office, actor__isnull=False).values("actor")
    return User.objects.filter(pk__in=actors).order_by("name")


def first_break(office: "Office") -> Break | None:
    """Walk an office's chain from its first entry; None when it holds.

    Reasons: ``gap`` (a number is missing), ``previous`` (an entry does not follow the one before),
    ``hash`` (a body is not what was hashed), ``columns`` (what pages show is not what was
    hashed), ``end`` (the chain stops before or after its last recorded entry).
    """
    previous, seq = canonical.GENESIS, 0
    for entry in Entry.objects.filter(office=office).order_by("seq").iterator():
        seq += 1
        reason = _fault(entry, office.code, seq, previous)
        if reason:
            return Break(seq if reason == "gap" else entry.seq, reason)
        previous = entry.hash
    head = end_of(office)
    end = (head.seq, head.hash) if head else (0, canonical.GENESIS)
    return None if end == (seq, previous) else Break(seq + 1, "end")


def _fault(entry: Entry, code: str, seq: int, previous: str) -> str:
    if entry.seq != seq:
        return "gap"
    if canonical.digest(entry.body.encode()) != entry.hash:
        return "hash"
    body = _body_of(entry)
    if entry.previous_hash != previous or body.get("previous") != previous:
        return "previous"
    columns = _columns(entry, code)
    return "" if columns == {key: body.get(key) for key in columns} else "columns"


def _body_of(entry: Entry) -> dict[str, Any]:
    """Empty for a text that is no object: somebody who forges a body can hash anything."""
    try:
        body = json.loads(entry.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _columns(entry: Entry, code: str) -> dict[str, Any]:
    """The columns beside a body, in the form they have within it."""
    return {
        "office": code,
        "seq": entry.seq,
        "at": canonical.moment(entry.recorded_at),
        "actor": canonical.actor_key(entry.actor_id),
        "act": entry.act,
        "subject": entry.subject,
    }


def payload_of(entry: Entry) -> dict[str, Any]:
    """The facts of an act, as recorded."""
    payload: dict[str, Any] = json.loads(entry.body)["payload"]
    return payload
