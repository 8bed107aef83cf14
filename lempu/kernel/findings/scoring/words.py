"""Words of two texts beside each other, and the offices that a text names."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lempu.shared.dates import undated

_WORD: Final = re.compile(r"[^\W_]+")
_OFFICE: Final = re.compile(
    r"\b(?:komisi\s+pemilihan\s+umum|komisi\s+independen\s+pemilihan|kpu|kip)"
    r"(?:\s*\(\s*kpu\s*\))?(?:\s+republik\s+indonesia)?\s+(?:daerah\s+)?"
    r"((?:kabupaten|kab\.?|kota|provinsi|prov\.?)\s+(?:[a-z'-]+\s*){1,4})",
    re.I,
)
_SHORT: Final = {"kab": "kabupaten", "kab.": "kabupaten", "prov": "provinsi", "prov.": "provinsi"}
LONGEST_DIFF: Final = 4000


def words_of(text: str) -> list[str]:
    """Words in lower case, without what changes with the date."""
    return _WORD.findall(undated(text).lower())


def apart(one: list[str], other: list[str]) -> float:
    """The share of words that differ, in order: 0 for the same text."""
    if one == other:
        return 0.0
    longest = max(len(one), len(other), 1)
    if abs(len(one) - len(other)) > longest // 4:
        return 1.0
    found = difflib.SequenceMatcher(None, one[:LONGEST_DIFF], other[:LONGEST_DIFF], autojunk=False)
    same = sum(block.size for block in found.get_matching_blocks())
    return 1 - same / max(min(longest, LONGEST_DIFF), 1)


@dataclass(frozen=True, slots=True)
class Bit:
    """A stretch of a text; ``differs`` when the text beside it says something else there."""

    text: str
    differs: bool


def side_by_side(one: str, other: str) -> tuple[list[Bit], list[Bit]]:
    """Both texts cut into what they share and what they do not."""
    left, right = re.findall(r"\s+|\S+", one), re.findall(r"\s+|\S+", other)
    bits: tuple[list[Bit], list[Bit]] = ([], [])
    matcher = difflib.SequenceMatcher(
        None, left[:LONGEST_DIFF], right[:LONGEST_DIFF], autojunk=False
    )
    for kind, a, b, c, d in matcher.get_opcodes():
        for side, tokens in ((0, left[a:b]), (1, right[c:d])):
            if tokens:
                bits[side].append(Bit("".join(tokens), kind != "equal"))
    return bits


def offices_named(text: str) -> list[str]:
    """What stands behind KPU or KIP, in lower case: "kabupaten luwu utara dan" (names may run on)."""
    found = (" ".join(match[1].lower().split()) for match in _OFFICE.finditer(text))
    return [" ".join(_SHORT.get(word, word) for word in name.split()) for name in found]


def strangers(text: str, *, own: Iterable[str], others: dict[str, int]) -> list[int]:
    """Keys of other offices that a text names, while it never names one of its ``own``.

    ``own`` and the keys of ``others`` are names behind KPU in lower case ("kabupaten luwu"); the longest
    name that begins what stands there is meant, so that Luwu Utara is not taken for Luwu.
    """
    mine = set(own)
    known = sorted([*mine, *others], key=len, reverse=True)
    found: list[int] = []
    for said in offices_named(text):
        name = next((name for name in known if said == name or said.startswith(f"{name} ")), None)
        if name in mine:
            return []
        if name is not None and others[name] not in found:
            found.append(others[name])
    return found
