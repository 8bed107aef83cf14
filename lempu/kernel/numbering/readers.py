"""Numbers of letters: patterns with places, written out and read back. Pure.

A pattern is what stands in every number of its kind, with places in braces; ``{n:03}`` is padded to three
figures. Patterns and codes are data (``letter-numbers.json``), old ones included, which are only read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from lempu.shared import reference

#: Place -> what may stand there.
PLACES: Final = {
    "n": r"\d{1,5}(?:\.\d{1,3})?",
    "class": r"[A-Z]{2,4}(?:\.\d{1,2}){0,3}",
    "code": r"[A-Za-z]{2,4}",
    "office": r"\d{4}|\d{2}",
    "unit": r"\d{1,2}",
    "officer": r"Sek-(?:Kab|Kota|Prov)",
    "body": r"K[IP][PU][\w.-]*",
    "roman": r"[IVX]{1,4}",
    "year": r"(?:19|20)\d{2}",
}
CLASS: Final = re.compile(PLACES["class"])
ROMANS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_PLACE: Final = re.compile(r"\{(\w+)(?::0(\d))?\}")
_BEFORE: Final = re.compile(r"^\s*(?:nomor|no\.?)\s*:?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parts:
    """A number taken apart. ``pattern`` names the pattern in the data; ``month`` is 0 where none stands."""

    pattern: str
    is_usual: bool
    n: str
    year: int
    classification: str = ""
    code: str = ""
    office: str = ""
    unit: str = ""
    month: int = 0


def patterns() -> list[dict[str, Any]]:
    """The patterns as the data has them, in the order in which they are tried."""
    found: list[dict[str, Any]] = reference.read("letter-numbers")["patterns"]
    return found


def kinds() -> dict[str, dict[str, Any]]:
    """Kinds of letters by key."""
    return {kind["key"]: kind for kind in reference.read("letter-numbers")["kinds"]}


def classes() -> list[tuple[str, str]]:
    """Codes of classification with their meaning, as suggestions for typing."""
    return [(row["code"], row["id"]) for row in reference.read("letter-numbers")["classes"]]


def parse(text: str) -> Parts | None:
    """What a number says, whichever known pattern it has; None for none of them."""
    plain = " ".join(_BEFORE.sub("", text).split()).rstrip(".,;")
    for row in patterns():
        if found := _compiled(row["pattern"]).fullmatch(plain):
            return _parts(row, found.groupdict())
    return None


def _parts(row: Mapping[str, Any], given: Mapping[str, str]) -> Parts:
    month = ROMANS.index(given["roman"]) + 1 if given.get("roman") in ROMANS else 0
    return Parts(
        pattern=row["key"],
        is_usual=row["is_usual"],
        n=given["n"],
        year=int(given["year"]),
        classification=given.get("class", ""),
        code=given.get("code", ""),
        office=given.get("office", ""),
        unit=given.get("unit", ""),
        month=month,
    )


@cache
def _compiled(pattern: str) -> "re.Pattern[str]":
    parts, at = [], 0
    for place in _PLACE.finditer(pattern):
        parts.append(_literal(pattern[at : place.start()]))
        parts.append(f"(?P<{place[1]}>{PLACES[place[1]]})")
        at = place.end()
    return re.compile("".join([*parts, _literal(pattern[at:])]))


def _literal(text: str) -> str:
    """What stands between places; decrees say "Tahun" in any case, old ones leave it out or put it in."""
    written = re.escape(text).replace("Tahun", "(?i:tahun)")
    return "/(?:(?i:tahun) )?" if text == "/" else written


def places_of(pattern: str) -> set[str]:
    return {place[1] for place in _PLACE.finditer(pattern)}


def is_sound(pattern: str) -> bool:
    """Whether an office may number by it: known places, each once, with order and year among them."""
    named = [place[1] for place in _PLACE.finditer(pattern)]
    rest = _PLACE.sub("", pattern)
    return (
        {"n", "year"} <= set(named) <= set(PLACES) - {"body", "officer"}
        and len(named) == len(set(named))
        and not set("{}") & set(rest)
        and rest.isprintable()
    )


def write(pattern: str, values: Mapping[str, Any]) -> str:
    """The number; ``values`` holds every place the pattern names."""

    def fill(place: "re.Match[str]") -> str:
        value = str(values[place[1]])
        return value.zfill(int(place[2])) if place[2] else value

    return _PLACE.sub(fill, pattern)
