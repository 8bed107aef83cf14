"""What a person finds: the same for the page and for the command."""

import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from lempu.kernel.files.selectors import LEAF, page_at
from lempu.kernel.search import canonical
from lempu.kernel.search.models import Entry, EntryQuerySet, Inside, Word, person_mark
from lempu.shared.periods import today

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User

#: Letters of the body that a result shows around the first word found.
BEFORE, SHOWN = 60, 240
MOST_STEMS = 12


@dataclass(frozen=True, slots=True)
class Wish:
    """The words and the narrowing; an empty value narrows nothing. ``state`` is a ``Shown`` of today."""

    words: str
    kind: str = ""
    month: int | None = None
    year: int | None = None
    programme: int | None = None
    person: int | None = None
    state: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Keys of entries, ranked. ``corrected`` are the words searched instead of unknown ones, "" if none."""

    keys: list[int]
    stems: list[str] = field(default_factory=list)
    corrected: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """``is_inside`` when the words are in its file, ``page`` is where, and ``url`` opens it there."""

    entry: Entry
    title: SafeString
    snippet: SafeString
    url: str
    is_inside: bool = False
    page: int | None = None


def find(user: "User", wish: Wish) -> Found:
    """Entries with every word in some form; when none has, with the nearest known words instead."""
    stems = canonical.asked(wish.words)[:MOST_STEMS]
    if not stems:
        return Found([])
    mine = narrowed(Entry.objects.visible_to(user), wish)
    keys = _keys(mine, stems)
    better = "" if keys else mended(wish.words)
    if better:
        others = canonical.asked(better)[:MOST_STEMS]
        nearby = _keys(mine, others)
        if nearby:
            return Found(nearby, others, better)
    return Found(keys, stems)


def _keys(entries: EntryQuerySet, stems: list[str]) -> list[int]:
    """All of them: counting and ranking in one question is cheaper than in two."""
    return list(entries.having(stems).ranked(stems).values_list("pk", flat=True))


def narrowed(entries: EntryQuerySet, wish: Wish) -> EntryQuerySet:
    exact = {
        "kind": wish.kind,
        "month": wish.month,
        "year": wish.year,
        "programme": wish.programme,
        "office__code": wish.office,
    }
    entries = entries.filter(**{name: value for name, value in exact.items() if value})
    if wish.state:
        entries = entries.in_state(wish.state, today())
    return entries.filter(people__contains=person_mark(wish.person)) if wish.person else entries


def mended(text: str) -> str:
    """The words with unknown ones replaced by the nearest word that stands in the index."""
    asked = canonical.words(text)
    known = set(Word.objects.filter(word__in=asked).values_list("word", flat=True))
    strange = [word for word in asked if word not in known and word not in canonical.stop_words()]
    if not strange:
        return ""
    letters = Word.objects.filter(word__gte="a")  # numbers sort before letters and are not mended
    every = list(letters.values_list("word", flat=True))
    nearest = {word: next(iter(canonical.near(word, every)), word) for word in strange}
    better = [nearest.get(word, word) for word in asked]
    return " ".join(better) if better != asked else ""


def results(keys: list[int], stems: list[str]) -> list[Result]:
    """Each with its title and the place in its text where the words are, marked; three queries."""
    found = Entry.objects.select_related("office").defer("title_stems", "body_stems").in_bulk(keys)
    entries = [found[key] for key in keys if key in found]
    wanted = set(stems)
    for short, forms in canonical.abbreviations().items():
        if short in wanted:
            wanted |= {stem for form in forms for stem in form}
        elif any(set(form) <= wanted for form in forms):
            wanted.add(short)
    known = Word.objects.filter(stem__in=wanted).values_list("word", flat=True)
    marks = set(known) | wanted
    insides = Inside.objects.in_bulk(keys)
    return [_result(entry, insides.get(entry.pk), marks) for entry in entries]


def _result(entry: Entry, inside: Inside | None, marks: set[str]) -> Result:
    """Shows the text of the file when it holds more of the words than what is said of the entry."""
    text, url, page, is_inside = entry.body, entry.url, 1, False
    if inside is not None:
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(marks)))})\b", re.I)
        said = {word.lower() for word in pattern.findall(f"{entry.title} {entry.body}")}
        first = pattern.search(inside.text)
        if first and {word.lower() for word in pattern.findall(inside.text)} - said:
            page = page_at(inside.text, first.start())
            text = inside.text.split(LEAF)[page - 1]
            url, is_inside = f"{inside.url}?lembar={page}", True
    is_paged = is_inside and inside is not None and LEAF in inside.text
    title, snippet = marked(entry.title, marks), marked(excerpt(text, marks), marks)
    return Result(entry, title, snippet, url, is_inside, page if is_paged else None)


def excerpt(text: str, marks: set[str]) -> str:
    """The part of a text around the first word found; its beginning when there is none."""
    places = (m.start() for m in canonical.WORD.finditer(canonical.fold(text)) if m[0] in marks)
    first = max(next(places, 0) - BEFORE, 0)
    if first:
        first = text.find(" ", first) + 1 or first
    end = first + SHOWN
    if end < len(text):
        end = max(text.rfind(" ", first, end), first + 1)
    part = text[first:end].strip().replace("\n", " · ")
    return f"{'… ' if first else ''}{part}{' …' if end < len(text) else ''}"


def marked(text: str, marks: set[str]) -> SafeString:
    """The text made safe, with every word found in ``<mark>``."""
    parts, last = [], 0
    for match in canonical.WORD.finditer(canonical.fold(text)):
        if match[0] in marks:
            word = escape(text[match.start() : match.end()])
            parts += [escape(text[last : match.start()]), f"<mark>{word}</mark>"]
            last = match.end()
    parts.append(escape(text[last:]))
    return mark_safe("".join(parts))  # noqa: S308 -- every part was escaped
