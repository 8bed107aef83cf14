"""The words offices use in annexes, kept as data in ``lempu/data/decree-words.json``."""

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, Literal

Role = Literal[
    "number",
    "programme",
    "programme_weak",
    "activity",
    "sub_activity",
    "indicator",
    "indicator_weak",
    "time",
    "time_from",
    "time_to",
    "extra",
]

DATA: Final = Path(__file__).resolve().parents[3] / "data"
MAX_HEADING: Final = 60
_NOISE: Final = re.compile(r"[^\w]+|_")


@cache
def words() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / "decree-words.json").read_text("utf-8"))
    return loaded


@cache
def group(name: str) -> frozenset[str]:
    """One of the plain lists of words."""
    return frozenset(words()[name])


@cache
def _phrases() -> tuple[tuple[str, Role], ...]:
    pairs = [(phrase, role) for role, phrases in words()["columns"].items() for phrase in phrases]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def heading(text: str) -> str:
    """A heading without punctuation and case, so that it can be compared."""
    return " ".join(_NOISE.sub(" ", text.lower()).split())


def role_of(label: str) -> Role | None:
    """What a normalised heading stands for: the longest phrase that it begins with."""
    found = _found(label)
    return found[1] if found else None


def is_heading_word(label: str) -> bool:
    """Whether a text is exactly one of the usual headings."""
    found = _found(label)
    return found is not None and found[0] == label


def rank_of(label: str) -> int:
    """How good a stand-in a column is among those of its role: 0 is the best."""
    found = _found(label)
    return words()["columns"][found[1]].index(found[0]) if found else 999


@lru_cache(maxsize=4096)
def _found(label: str) -> tuple[str, Role] | None:
    if not label or len(label) > MAX_HEADING:
        return None
    for phrase, role in _phrases():
        if label == phrase or label.startswith(phrase + " "):
            return phrase, role
    return None


def says(label: str, kind: Literal["plan", "realisation"]) -> bool:
    """Whether a heading speaks of what was planned, or of what was done."""
    return any(word in words()[kind] for word in label.split())
