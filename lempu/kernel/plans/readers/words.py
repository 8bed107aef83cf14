"""Words that look glued together, cut off or slipped: a warning with a proposal, never a change.

The vocabulary is the plan's own words and a small list of common ones, so that a word is odd only
against what the same office writes elsewhere. Better to miss one than to cry wolf.
"""

import bisect
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from lempu.kernel.plans.readers.joins import is_dangling
from lempu.kernel.plans.readers.structure import Finding, Row
from lempu.kernel.plans.readers.vocabulary import DATA, group

_TOKEN: Final = re.compile(r"[^\W\d_]+")
_TRIPLE: Final = re.compile(r"([a-z])\1{2,}")
SHORTEST_HALF: Final = 4
SHORTEST_GLUED: Final = 9
SHORTEST_SLIP: Final = 6
LONGEST_TOKEN: Final = 60
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


@cache
def common_words() -> frozenset[str]:
    lines = (DATA / "words-id.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _sorted_common_words() -> list[str]:
    return sorted(common_words())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How often each word occurs in the plan, in lower case; and the same words in order."""

    counts: Counter[str]
    ordered: list[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Vocabulary":
        counts = Counter(token.lower() for text in texts for token in _TOKEN.findall(text))
        return cls(counts, sorted(counts))

    def knows(self, word: str) -> bool:
        return word in common_words() or self.counts[word] > 0

    def is_odd(self, word: str) -> bool:
        return self.counts[word] <= 1 and word not in common_words()

    def longer(self, word: str) -> Iterator[str]:
        """Words that go on where this one stops: some letters more when the plan uses them, one
        letter more when they are only common."""
        yield from _beginning_with(word, self.ordered, 3)
        if len(word) >= SHORTEST_HALF:
            yield from _beginning_with(word, _sorted_common_words(), 1)


def _beginning_with(word: str, ordered: list[str], most: int) -> Iterator[str]:
    for at in range(bisect.bisect_right(ordered, word), len(ordered)):
        if not ordered[at].startswith(word):
            break
        if len(ordered[at]) - len(word) <= most:
            yield ordered[at]


def check_words(rows: list[Row]) -> list[Finding]:
    """Looks at every text of the plan once, at the first row it belongs to."""
    texts = list(_texts(rows))
    vocabulary = Vocabulary.of(text for _, _, text in texts)
    findings: list[Finding] = []
    for code, field, text in texts:
        for name, span, proposal in _oddities(text, vocabulary):
            params = {"span": span, "proposal": proposal} if proposal else {"span": span}
            findings.append(
                Finding(name, "look", code, params, field=field, span=span, proposal=proposal)
            )
    return findings


def _texts(rows: list[Row]) -> Iterator[tuple[str, str, str]]:
    seen = set[int]()
    for row in rows:
        named = (
            ("programme", row.programme, [row.programme.name]),
            ("activity", row.activity, [row.activity.name]),
            ("sub_activity", row.sub_activity, [row.sub_activity.name]),
            ("part", row.sub_activity.parts, row.sub_activity.parts),
            ("indicator", row.indicator, [row.indicator.text]),
        )
        for field, holder, texts in named:
            if id(holder) not in seen:
                seen.add(id(holder))
                is_copy = field == "sub_activity" and texts == [row.activity.name]
                yield from ((row.code, field, text) for text in texts if not is_copy)


def _oddities(text: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str, str | None]]:
    tokens = [token for token in _TOKEN.findall(text) if len(token) <= LONGEST_TOKEN]
    for token in dict.fromkeys(tokens):
        word = token.lower()
        if token.isupper() or not (vocabulary.is_odd(word) or _TRIPLE.search(word)):
            continue
        if proposal := _unglued(token, vocabulary):
            yield "glued_words", token, proposal
        elif proposal := _unslipped(word, vocabulary):
            yield "misspelt_word", token, proposal
    if not tokens or not text.endswith(tokens[-1]):
        if text and is_dangling(text):
            yield "cut_sentence", text.split()[-1], None
        return
    if proposal := _uncut(tokens[-1], vocabulary):
        yield "cut_word", tokens[-1], proposal
    elif is_dangling(text):
        yield "cut_sentence", tokens[-1], None


def _unglued(token: str, vocabulary: Vocabulary) -> str | None:
    """Two known words without a space, or a known word behind the ending -nya."""
    word = token.lower()
    if len(word) < SHORTEST_GLUED:
        return None
    for at in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1):
        first, second = word[:at], word[at:]
        ends_word = first.endswith("nya") and at > SHORTEST_HALF + 2
        if vocabulary.knows(second) and (vocabulary.knows(first) or ends_word):
            return f"{token[:at]} {token[at:]}"
    return None


def _unslipped(word: str, vocabulary: Vocabulary) -> str | None:
    """A letter three times in a row, or one letter missing within a word known otherwise."""
    if _TRIPLE.search(word):
        shortened = [_TRIPLE.sub(r"\1" * times, word) for times in (1, 2)]
        return next((other for other in shortened if vocabulary.knows(other)), None)
    if len(word) < SHORTEST_SLIP:
        return None
    return _first_known(
        (word[:at] + letter + word[at:] for at in range(2, len(word) - 1) for letter in LETTERS),
        vocabulary.knows,
    )


def _first_known(candidates: Iterator[str], knows: Callable[[str], bool]) -> str | None:
    return next((candidate for candidate in candidates if knows(candidate)), None)


def _uncut(token: str, vocabulary: Vocabulary) -> str | None:
    """The known word of which the last word of a text is the beginning."""
    word = token.lower()
    if len(word) < 3 or token.isupper() or not vocabulary.is_odd(word):
        return None
    suffixes = group("suffixes")
    longer = [other for other in vocabulary.longer(word) if other[len(word) :] not in suffixes]
    best = max(longer, key=lambda other: (vocabulary.counts[other], -len(other)), default=None)
    return token + best[len(word) :] if best else None
