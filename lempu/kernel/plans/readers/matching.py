"""Which row of the annex in force each row of an amending annex goes on from, and how sure that is.

Rows are compared by their words alone, since numbers change when a row comes or goes. Pure: the same
two annexes and the same words of a person always give the same pairs.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from lempu.kernel.plans.readers.structure import Row

#: How much the words of each level say about which row it is.
WEIGHTS: Final = (
    ("indicator", 0.45),
    ("sub_activity", 0.35),
    ("activity", 0.15),
    ("programme", 0.05),
)
#: Below this two rows have nothing to do with each other.
NEAR: Final = 0.55
#: From here on nobody needs to be asked; between both a person must say so.
SURE: Final = 0.75
#: Another row as near as this makes the choice doubtful.
CLOSE: Final = 0.05
SAME: Final = 0.999
#: A row that stands in the same place is preferred among equals, never more than that.
PLACE: Final = 0.01
_NOISE: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Match:
    """``old`` is the place of the row it goes on from, None for a new row; ``score`` 0 to 100.

    ``is_close``: another row was nearly as near, so the words do not settle it.
    """

    old: int | None
    score: int = 0
    is_close: bool = False

    @property
    def is_doubtful(self) -> bool:
        return self.old is not None and (self.is_close or self.score < SURE * 100)


@dataclass(slots=True)
class _Field:
    """The rows nobody has been given to yet; ``scores`` of every pair that is near."""

    scores: dict[tuple[int, int], float]
    taken: dict[int, int] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)

    def take(self, new: int, old: int) -> None:
        self.taken[new] = old
        self.used.add(old)

    def rivals(self, new: int, old: int) -> Iterator[float]:
        """Scores of the pairs that would be there without this one, of rows still free."""
        for (other_new, other_old), score in self.scores.items():
            same_row = (other_new == new) != (other_old == old)
            free = other_new not in self.taken if other_new != new else other_old not in self.used
            if same_row and free:
                yield score


def match_rows(
    old: Sequence[Row], new: Sequence[Row], fixed: Mapping[int, int | None] | None = None
) -> list[Match]:
    """For each row of ``new`` the row of ``old`` it goes on from.

    ``fixed`` is what a person said, by place: it stands, and the rest is matched around it. No row goes
    on twice. Rows with the same words are matched first, in their order.
    """
    said = dict(fixed or {})
    field_ = _Field({})
    for place, target in said.items():
        if target is not None:
            field_.take(place, target)
    _take_equal(field_, old, new, said)
    open_old = [place for place in range(len(old)) if place not in field_.used]
    open_new = [n for n in range(len(new)) if n not in field_.taken and n not in said]
    for place in open_new:
        for other in open_old:
            score = similarity(old[other], new[place])
            if score >= NEAR:
                field_.scores[place, other] = score
    close = _take_nearest(field_, old, new)
    found = [_told(place, field_, said, close, old, new) for place in range(len(new))]
    # Worth their memory only while two annexes are compared.
    for cache in (plain, likeness, _pieces):
        cache.cache_clear()
    return found


def _take_equal(
    field_: _Field, old: Sequence[Row], new: Sequence[Row], said: Mapping[int, int | None]
) -> None:
    waiting: dict[tuple[str, ...], list[int]] = {}
    for place, row in enumerate(old):
        if place not in field_.used:
            waiting.setdefault(_words(row), []).append(place)
    for place, row in enumerate(new):
        if place not in said and (same := waiting.get(_words(row))):
            field_.take(place, same.pop(0))


def _take_nearest(field_: _Field, old: Sequence[Row], new: Sequence[Row]) -> set[int]:
    """Give the nearest pairs to each other first; the places where another was nearly as near."""
    close: set[int] = set()

    def rank(pair: tuple[int, int]) -> tuple[float, int, int]:
        here = PLACE if old[pair[1]].code == new[pair[0]].code else 0.0
        return (-field_.scores[pair] - here, *pair)

    for place, other in sorted(field_.scores, key=rank):
        if place in field_.taken or other in field_.used:
            continue
        score = field_.scores[place, other]
        if any(score - rival < CLOSE for rival in field_.rivals(place, other)):
            close.add(place)
        field_.take(place, other)
    return close


def _told(
    place: int,
    field_: _Field,
    said: Mapping[int, int | None],
    close: set[int],
    old: Sequence[Row],
    new: Sequence[Row],
) -> Match:
    other = field_.taken.get(place)
    if other is None:
        return Match(None)
    score = field_.scores.get((place, other)) or similarity(old[other], new[place])
    return Match(other, round(score * 100), place in close and place not in said)


def similarity(old: Row, new: Row) -> float:
    """0 to 1: how much of their words two rows share."""
    return sum(
        weight * likeness(before, after)
        for (_level, weight), before, after in zip(WEIGHTS, _words(old), _words(new), strict=True)
    )


def _words(row: Row) -> tuple[str, ...]:
    return (
        plain(row.indicator.text),
        plain(row.sub_activity.name),
        plain(row.activity.name),
        plain(row.programme.name),
    )


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Letters and digits only, in small letters: how a text is printed does not matter."""
    return _NOISE.sub(" ", unicodedata.normalize("NFKD", text.casefold())).strip()


@lru_cache(maxsize=65536)
def likeness(before: str, after: str) -> float:
    """The share of three-letter pieces two plain texts have in common (Dice)."""
    if before == after:
        return 1.0
    old, new = _pieces(before), _pieces(after)
    return 2 * len(old & new) / (len(old) + len(new))


@lru_cache(maxsize=4096)
def _pieces(text: str) -> frozenset[str]:
    padded = f" {text} "
    return frozenset(padded[place : place + 3] for place in range(max(1, len(padded) - 2)))
