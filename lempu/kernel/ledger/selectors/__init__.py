"""Reading the ledger."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import models

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import canonical
from lempu.kernel.ledger.enums import BEHALF
from lempu.kernel.ledger.models import ChainCheck, Entry, EntryQuerySet, Head, Seal, Stamp, key_of
from lempu.kernel.ledger.selectors.walking import Break, Found, first_break, texts_of, walk

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from lempu.kernel.offices.models import Office


__all__ = [
    "Break",
    "Found",
    "actors_in",
    "acts_in",
    "changes_of",
    "end_of",
    "ends_of",
    "entries_in",
    "first_break",
    "history_of",
    "last_seal",
    "latest_check",
    "offices_with_entries",
    "payload_of",
    "seal_facts",
    "seals_of",
    "stamps_of",
    "subjects_after",
    "walk",
]


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


def subjects_after(office_id: int, seq: int, most: int) -> list[tuple[int, str]]:
    """What the next entries of an office speak of: (number, subject), at most so many, in their order."""
    rows = Entry.objects.filter(office=office_id, seq__gt=seq).order_by("seq")
    return list(rows.values_list("seq", "subject")[:most])


def acts_in(office: "Office") -> list[str]:
    """Acts that occur in the office's ledger."""
    found = Entry.objects.filter(office=office).order_by("act").values_list("act", flat=True)
    return list(found.distinct())


def actors_in(office: "Office") -> "QuerySet[User]":
    """People who acted in the office, by name."""
    actors = Entry.objects.filter(office=office, actor__isnull=False).values("actor")
    return User.objects.filter(pk__in=actors).order_by("name")


def represented_in(entries: Iterable[Entry]) -> dict[int, User]:
    """In whose place the actors of some entries acted, by entry; a query only where there is one."""
    found = {entry.pk: payload_of(entry).get(BEHALF) for entry in entries if BEHALF in entry.body}
    people = {key for key in found.values() if key}
    if not people:
        return {}
    users = {user.pk: user for user in User.objects.filter(pk__in=people)}
    return {pk: users[key] for pk, key in found.items() if key in users}


def payload_of(entry: Entry) -> dict[str, Any]:
    """The facts of an act as recorded, with what people wrote where it is still kept."""
    payload: dict[str, Any] = canonical.joined(json.loads(entry.body)["payload"], texts_of(entry))
    return payload


def last_seal(office: "Office") -> Seal | None:
    """The latest seal of the office."""
    return Seal.objects.of(office).for_listing().first()


def seals_of(office: "Office") -> "QuerySet[Seal]":
    """Seals of the office, latest first, each with its key and time stamp."""
    return Seal.objects.of(office).for_listing()


def stamps_of(seals: Iterable[Seal]) -> list[tuple[int, bytes]]:
    """Numbers of those seals that have a time stamp, and the authority's answer as it came (RFC 3161)."""
    rows = Stamp.objects.filter(seal__in=list(seals)).order_by("seal__number")
    return [(number, bytes(token)) for number, token in rows.values_list("seal__number", "token")]


def latest_check(office: "Office") -> ChainCheck | None:
    """The last check anybody asked for."""
    return ChainCheck.objects.filter(office=office).order_by("-pk").first()


def seal_facts(office: "Office") -> dict[str, Any] | None:
    """The last seal as papers name it; None while nothing is sealed."""
    seal = Seal.objects.of(office).order_by("-number").first()
    if seal is None:
        return None
    return {"number": seal.number, "at": canonical.moment(seal.made_at), "hash": seal.hash}


def offices_with_entries() -> "list[Office]":
    """Every office that has recorded anything."""
    heads = Head.objects.filter(seq__gt=0).select_related("office").order_by("pk")
    return [head.office for head in heads]
