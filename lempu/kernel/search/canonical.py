"""Text to the stems that are indexed and asked for: the one analysis, whatever the database.

Words are folded to lower case without accents, abbreviations and their long forms stand for each
other (``data/search-words.json``), and what is left goes through the stemmer (ADR 17).
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, Final

from lempu.shared import reference

WORD: Final = re.compile(r"[^\W_]+")
LONGEST: Final = 40
REMEMBERED: Final = 20_000


def fold(text: str) -> str:
    """Lower case, without accents; as many characters as before, so that places stay."""
    return text.lower() if text.isascii() else "".join(map(_fold, text))


@lru_cache(4096)
def _fold(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter)[:1].lower()
    return plain if len(plain) == 1 else letter


def words(text: str) -> list[str]:
    return [word[:LONGEST] for word in WORD.findall(fold(text))]


@lru_cache(REMEMBERED)
def stem(word: str) -> str:
    """The root of a word: ``layan`` of layanan, pelayanan, melayani. Numbers lose leading zeros."""
    if word.isdigit():
        return word.lstrip("0") or "0"
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    special: str | None = _special().get(word)
    return special or str(_stemmer().stem(word)).replace(" ", "") or word


@cache
def _stemmer() -> Any:
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory  # noqa: PLC0415 -- heavy

    # The factory's own cache has no bound; ours has.
    return StemmerFactory().create_stemmer().delegatedStemmer


@cache
def _special() -> dict[str, str]:
    return dict(reference.read("search-words")["roots"])


@cache
def stop_words() -> frozenset[str]:
    return frozenset(reference.read("search-words")["stop_words"])


@cache
def abbreviations() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Abbreviation -> its long forms as stems."""
    rows = reference.read("search-words")["abbreviations"]
    return {
        row["short"]: tuple(tuple(stem(word) for word in words(long)) for long in row["long"])
        for row in rows
    }


@cache
def _long_forms() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """First stem of a long form -> (its stems, abbreviation)."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for short, forms in abbreviations().items():
        for form in forms:
            found.setdefault(form[0], []).append((form, short))
    return found


def stems_of(text: str) -> list[str]:
    """What is indexed of a text: its stems, and what abbreviations in it stand for, both ways."""
    plain = [stem(word) for word in words(text)]
    beside = [part for one in plain for form in abbreviations().get(one, ()) for part in form]
    for place, one in enumerate(plain):
        for form, short in _long_forms().get(one, ()):
            if tuple(plain[place : place + len(form)]) == form:
                beside.append(short)
    kept = [one for one in plain if one not in stop_words()]
    return kept + list(dict.fromkeys(beside))


def asked(text: str) -> list[str]:
    """The different stems a person asks for, without words that stand everywhere."""
    found = words(text)
    telling = [word for word in found if word not in stop_words()]
    return list(dict.fromkeys(stem(word) for word in telling))


def near(word: str, known: Iterable[str]) -> list[str]:
    """Known words within a small typing error of ``word``, the likeliest first.

    One error in words of four to seven letters, two in longer ones; letters that changed places
    are one error. Pairs of letters sort out what cannot be near.
    """
    allowed = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
    if not allowed or not word.isalpha():
        return []
    mine = _pairs(word)
    likely = [
        other
        for other in known
        if abs(len(other) - len(word)) <= allowed
        and len(mine & _pairs(other)) >= len(mine) - 3 * allowed
    ]
    ranked = sorted((distance(word, other), other[0] != word[0], other) for other in likely)
    return [other for errors, _first, other in ranked if errors <= allowed]


def _pairs(word: str) -> set[str]:
    framed = f" {word} "
    return {framed[place : place + 2] for place in range(len(framed) - 1)}


def distance(one: str, other: str) -> int:
    """Letters to insert, remove, change or swap with a neighbour to make one of the other."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, meant in enumerate(other, 1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != meant))
            swapped = (
                row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == meant
            )
            line.append(min(cost, before[column - 2] + 1) if swapped else cost)
        before, last = last, line
    return last[-1]
