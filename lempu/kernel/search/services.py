"""Keeping the index: offices whose ledger has grown are read again, what changed is written.

The index is derived and belongs to no act, so nothing of it is in the ledger. Everything may run twice.
"""

import hashlib
import time
from collections.abc import Iterable
from dataclasses import astuple

from django.db import transaction
from django.utils.translation import override

from lempu.kernel.ledger.selectors import ends_of
from lempu.kernel.offices.models import Office
from lempu.kernel.search import canonical
from lempu.kernel.search.models import Entry, Reach, Word, person_mark
from lempu.kernel.search.registry import Document, sources

#: A sweep leaves the rest to the next one after so long.
SWEEP_SECONDS = 20.0
BATCH = 500


def waiting() -> list[tuple[int, int]]:
    """The work-list: (office, end of its ledger) where the index lies behind, oldest index first."""
    reached = dict(Reach.objects.values_list("office_id", "seq"))
    heads = ends_of(Office.objects.values_list("pk", flat=True))
    behind = [(office, seq) for office, seq in heads.items() if reached.get(office) != seq]
    return sorted(behind, key=lambda pair: reached.get(pair[0], -1))


def refresh(*, seconds: float = SWEEP_SECONDS) -> int:
    """Index offices that changed until the time is up; how many were."""
    begun, done = time.monotonic(), 0
    for office_id, seq in waiting():
        index_office(office_id, seq=seq)
        done += 1
        if time.monotonic() - begun > seconds:
            break
    return done


def rebuild() -> int:
    """Make the whole index anew; how many entries it has."""
    Reach.objects.all().delete()
    Entry.objects.all().delete()
    Word.objects.all().delete()
    refresh(seconds=float("inf"))
    return Entry.objects.count()


def index_office(office_id: int, *, seq: int) -> int:
    """Read the documents of an office and write those that differ; how many did.

    ``seq`` was read before the documents, so that what changes meanwhile is waiting again. Reading
    and stemming take their time and hold no lock; if another process indexed the office meanwhile,
    nothing is written.
    """
    office = Office.objects.get(pk=office_id)
    before = Reach.objects.filter(office=office).values_list("seq", flat=True).first()
    kept = dict(Entry.objects.filter(office=office).values_list("key", "digest"))
    fresh, seen = _changed(office, kept)
    gone = [key for key in kept if key not in seen]
    stale = gone + [entry.key for entry in fresh if entry.key in kept]
    words = _words_of(fresh)
    with transaction.atomic():
        now = Reach.objects.select_for_update().filter(office=office)
        if now.values_list("seq", flat=True).first() != before:
            return 0
        for place in range(0, len(stale), BATCH):
            Entry.objects.filter(office=office, key__in=stale[place : place + BATCH]).delete()
        Entry.objects.bulk_create(fresh, batch_size=BATCH)
        Word.objects.bulk_create(words, batch_size=BATCH, ignore_conflicts=True)
        Reach.objects.update_or_create(office=office, defaults={"seq": seq})
    return len(fresh) + len(gone)


def _changed(office: Office, kept: dict[str, str]) -> tuple[list[Entry], set[str]]:
    """Entries that differ from those kept, and the keys of all there are."""
    fresh: list[Entry] = []
    seen: set[str] = set()
    with override("id"):  # the index speaks the language of the office, whoever made it run
        for source in sources():
            for document in source.read(office):
                seen.add(document.key)
                digest = hashlib.sha256(repr(astuple(document)).encode()).hexdigest()
                if kept.get(document.key) != digest:
                    fresh.append(entry_of(document, office.pk, digest))
    return fresh, seen


def entry_of(document: Document, office_id: int, digest: str) -> Entry:
    facts = {
        name: getattr(document, name)
        for name in ("kind", "key", "title", "body", "programme", "year", "month", "state", "url")
    }
    return Entry(
        **facts,
        office_id=office_id,
        updated=document.updated,
        only_people=document.only_people,
        title_stems=" ".join(canonical.stems_of(document.title)),
        body_stems=" ".join(canonical.stems_of(document.body)),
        people="".join(map(person_mark, document.people)),
        digest=digest,
    )


def write(entries: list[Entry]) -> None:
    """Put entries into the index, and their words into the list of known words."""
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    Word.objects.bulk_create(_words_of(entries), batch_size=BATCH, ignore_conflicts=True)


def _words_of(entries: Iterable[Entry]) -> list[Word]:
    found = {word for entry in entries for word in canonical.words(f"{entry.title} {entry.body}")}
    return [Word(word=word, stem=canonical.stem(word)) for word in sorted(found)]
