"""Keeping the index: offices whose ledger has grown are read again, what changed is written.

The index is derived and belongs to no act, so nothing of it is in the ledger. Everything may run twice.
"""

import hashlib
import re
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import astuple

from django.db import transaction
from django.utils.translation import override

from lempu.kernel.evidence.models import Version
from lempu.kernel.files.selectors import files_to_find, text_of
from lempu.kernel.files.services import found as set_findable
from lempu.kernel.ledger.selectors import ends_of
from lempu.kernel.offices.models import Office
from lempu.kernel.search import canonical
from lempu.kernel.search.models import Entry, Inside, Reach, Word, person_mark
from lempu.kernel.search.registry import Document, sources

#: A sweep leaves the rest to the next one after so long.
SWEEP_SECONDS = 20.0
BATCH = 500
COPIED = (
    "kind",
    "key",
    "title",
    "body",
    "programme",
    "year",
    "month",
    "state",
    "begins_on",
    "due_on",
    "url",
)
#: A word somebody wrote, and not what recognition made of a stain.
LIKELY = re.compile(r"(?=.*[aiueo])[a-z]{3,24}")


def waiting() -> list[tuple[int, int]]:
    """The work-list: (office, end of its ledger) where the index lies behind, oldest index first."""
    reached = dict(Reach.objects.values_list("office_id", "seq"))
    heads = ends_of(Office.objects.values_list("pk", flat=True))
    read = {office for places in _places(files_to_find()).values() for office in places}
    behind = [(office, seq) for office, seq in heads.items() if reached.get(office) != seq]
    behind += [(office, heads.get(office, 0)) for office in read - {key for key, _seq in behind}]
    return sorted(behind, key=lambda pair: reached.get(pair[0], -1))


def refresh(*, seconds: float = SWEEP_SECONDS) -> int:
    """Index offices that changed until the time is up; how many were."""
    begun = time.monotonic()
    files = files_to_find()
    done: set[int] = set()
    for office_id, seq in waiting():
        if index_office(office_id, seq=seq) is not None:
            done.add(office_id)
        if time.monotonic() - begun > seconds:
            break
    places = _places(files)
    taken = {file: at for file, at in files.items() if places.get(file, set()) <= done}
    set_findable(taken)
    return len(done)


def rebuild() -> int:
    """Make the whole index anew; how many entries it has."""
    Reach.objects.all().delete()
    Entry.objects.all().delete()
    Word.objects.all().delete()
    refresh(seconds=float("inf"))
    return Entry.objects.count()


def index_office(office_id: int, *, seq: int) -> int | None:
    """Read the documents of an office and write those that differ; how many did.

    ``seq`` was read before the documents, so that what changes meanwhile is waiting again. Reading
    and stemming take their time and hold no lock; if another process indexed the office meanwhile,
    nothing is written (``None``).
    """
    office = Office.objects.get(pk=office_id)
    before = Reach.objects.filter(office=office).values_list("seq", "indexed_at").first()
    kept = dict(Entry.objects.filter(office=office).values_list("key", "digest"))
    fresh, insides, seen = _changed(office, kept)
    gone = [key for key in kept if key not in seen]
    stale = gone + [entry.key for entry in fresh if entry.key in kept]
    words = _words_of(fresh, insides)
    with transaction.atomic():
        now = Reach.objects.select_for_update().filter(office=office)
        if now.values_list("seq", "indexed_at").first() != before:
            return None
        for place in range(0, len(stale), BATCH):
            Entry.objects.filter(office=office, key__in=stale[place : place + BATCH]).delete()
        Entry.objects.bulk_create(fresh, batch_size=BATCH)
        for inside in insides:
            inside.entry = inside.entry  # it has its key by now
        Inside.objects.bulk_create(insides, batch_size=BATCH)
        Word.objects.bulk_create(words, batch_size=BATCH, ignore_conflicts=True)
        Reach.objects.update_or_create(office=office, defaults={"seq": seq})
    return len(fresh) + len(gone)


def _changed(office: Office, kept: dict[str, str]) -> tuple[list[Entry], list[Inside], set[str]]:
    """Entries that differ from those kept, the texts inside them, and the keys of all there are."""
    fresh: list[Entry] = []
    insides: list[Inside] = []
    seen: set[str] = set()
    with override("id"):  # the index speaks the language of the office, whoever made it run
        for source in sources():
            for document in source.read(office):
                seen.add(document.key)
                digest = hashlib.sha256(repr(astuple(document)).encode()).hexdigest()
                if kept.get(document.key) == digest:
                    continue
                entry = entry_of(document, office.pk, digest)
                fresh.append(entry)
                inside = _inside(entry, document)
                insides += [inside] if inside else []
    return fresh, insides, seen


def _places(files: Iterable[int]) -> dict[int, set[int]]:
    """File -> offices that offer it as evidence now."""
    places: dict[int, set[int]] = defaultdict(set)
    rows = Version.objects.filter(file__in=list(files), evidence__withdrawn_at=None)
    for file, office in rows.values_list("file", "evidence__office"):
        places[file or 0].add(office)
    return places


def _inside(entry: Entry, document: Document) -> Inside | None:
    """The text of the document's file; its stems join the entry's, each once."""
    text = text_of(document.inside) if document.inside is not None else ""
    if not text:
        return None
    more = dict.fromkeys(canonical.stems_of(text)).keys() - set(entry.body_stems.split())
    entry.body_stems = f"{entry.body_stems} {' '.join(sorted(more))}".strip()
    return Inside(entry=entry, text=text, url=document.inside_url)


def entry_of(document: Document, office_id: int, digest: str) -> Entry:
    facts = {name: getattr(document, name) for name in COPIED}
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


def _words_of(entries: Iterable[Entry], insides: Iterable[Inside] = ()) -> list[Word]:
    """Every word of the entries; of texts inside files only what looks like one."""
    found = {word for entry in entries for word in canonical.words(f"{entry.title} {entry.body}")}
    read = {word for inside in insides for word in canonical.words(inside.text)}
    found |= {word for word in read if LIKELY.fullmatch(word)}
    return [Word(word=word, stem=canonical.stem(word)) for word in sorted(found)]
