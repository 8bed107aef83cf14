"""Questions found by their place: sheets of inspectorates have no codes of ours and longer sentences.

The official order is aspect, area, sub-area, question. Headings are known by their words, questions by
what they can be answered with; a sub-area is taken only when it has as many questions as expected and
each can be answered the same way, so that nothing slips by a line.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TypeVar

from lempu.kernel.assessment.readers.expected import Expected, Item, Part
from lempu.kernel.assessment.readers.heads import plain
from lempu.kernel.assessment.readers.workbook import Grid

T = TypeVar("T")

#: Longer or later lines are no headings and questions of a sheet.
LONGEST, LATEST = 400, 2_000
_CHOICES = {
    "ya/tidak": "yes", "y/t": "yes", "ya / tidak": "yes",
    "a/b": "letter", "a/b/c": "letter", "a/b/c/d": "letter", "a/b/c/d/e": "letter",
    "%": "number", "persen": "number", "angka": "number", "nilai": "number", "indeks": "number",
    "0-4": "number", "jumlah": "count",
}  # fmt: skip
_NUMBERING = re.compile(r"^\W*(?:[ivx]{1,5}|[a-z]|\d{1,2})[.)]\s*", re.IGNORECASE)
_WEIGHT = re.compile(r"\((\d{1,3}(?:[.,]\d+)?)\)\s*$")
#: Alike enough to be the same heading.
ALIKE = 0.72
RESULTS: Mapping[str, tuple[str, ...]] = {
    "SPAK": ("spak", "ipak", "persepsi anti", "persepsi korupsi"),
    "CAPAIAN": ("capaian kinerja lebih baik", "capaian kinerja dari"),
    "SPKP": ("spkp", "ipkp", "persepsi kualitas"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands, its words there, and the lines its ratio is counted from."""

    item: str
    line: int
    text: str
    counts: Mapping[str, int] = field(default_factory=dict)
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """``other_weights`` name areas that weigh otherwise in the file: (area, there, here)."""

    places: tuple[Place, ...] = ()
    other_weights: tuple[tuple[str, str, str], ...] = ()


@dataclass(slots=True)
class _Line:
    number: int
    text: str
    kind: str
    weight: float | None


@dataclass(slots=True)
class _Walk:
    """Where the reading of the headings stands."""

    aspect: str = ""
    area: str = ""
    part: Part | None = None
    lines: dict[str, list[_Line]] = field(default_factory=dict)
    order: dict[tuple[str, str], int] = field(default_factory=dict)
    weights: dict[str, tuple[str, str, str]] = field(default_factory=dict)


def find(grid: Grid, head: int, columns: Mapping[str, int], expected: Expected) -> Found:
    """Every question that can be told by its place."""
    walk, results = _Walk(), []
    for line in _lines(grid, head, columns):
        if result := _result(line, expected):
            results.append(result)
        elif line.kind:
            if walk.part is not None:
                walk.lines.setdefault(walk.part.key, []).append(line)
        else:
            _heading(walk, line, expected)
    places = [
        place for part in expected.parts for place in _placed(part, walk.lines.get(part.key, []))
    ]
    return Found((*places, *results), tuple(walk.weights.values()))


def _lines(grid: Grid, head: int, columns: Mapping[str, int]) -> Iterator[_Line]:
    """Lines with words: from the column of the questions up to the next column of the head."""
    first = min(columns[name] for name in ("code", "text") if name in columns)
    ends = [
        place for name, place in columns.items() if name not in ("code", "text") and place > first
    ]
    last = min(ends, default=first + 1)
    for number in range(head + 1, min(grid.height, head + LATEST) + 1):
        cells = [grid.text(number, column).strip() for column in range(first, last)]
        text = " ".join(each for each in cells if each)[:LONGEST]
        if not text:
            continue
        choices = plain(grid.text(number, columns["choices"])).replace(" ", "")
        kind = _CHOICES.get(choices, "")
        yield _Line(number, text, kind, _weight(grid, number, columns, text))


def _weight(grid: Grid, line: int, columns: Mapping[str, int], text: str) -> float | None:
    written = _WEIGHT.search(text)
    raw = grid.text(line, columns["weight"]) if "weight" in columns else ""
    for each in (raw, written[1] if written else ""):
        try:
            return round(float(each.replace(",", ".")), 2)
        except ValueError:
            continue
    return None


def _heading(walk: _Walk, line: _Line, expected: Expected) -> None:
    name = _bare(line.text)
    aspects = list(dict.fromkeys(part.aspect for part in expected.parts))
    aspect = next((each for each in aspects if name.startswith(each)), None)
    if aspect is not None and len(name) < len(aspect) + 12:
        walk.aspect, walk.area, walk.part = aspect, "", None
        return
    parts = [p for p in expected.parts if (p.aspect, p.area) == (walk.aspect, walk.area)]
    part = _closest(name, {each.name: each for each in parts})
    if part is None:
        area = _closest(name, {each.area: each.area for each in expected.parts})
        if area is not None:
            walk.area, walk.part = area, None
            _weigh(walk, line, area, expected)
            return
        part = _next_of(walk, line, parts)
    if part is not None:
        walk.part = part
        walk.order[part.aspect, part.area] = parts.index(part) + 1


def _next_of(walk: _Walk, line: _Line, parts: list[Part]) -> Part | None:
    """The sub-area that is next, when a heading in other words weighs exactly as much."""
    place = walk.order.get((walk.aspect, walk.area), 0)
    part = parts[place] if place < len(parts) else None
    if part is None or line.weight is None or line.weight != round(part.weight, 2):
        return None
    return part


def _weigh(walk: _Walk, line: _Line, area: str, expected: Expected) -> None:
    weights = expected.area_weights(area)
    mine = weights.get(walk.aspect, sum(weights.values()))
    if line.weight is not None and line.weight not in {
        round(mine, 2),
        round(sum(weights.values()), 2),
    }:
        walk.weights[area] = (area, f"{line.weight:g}", f"{mine:g}")


def _closest(name: str, known: Mapping[str, T]) -> T | None:
    """The thing whose name is alike enough; numbering, brackets and spaces do not count."""
    best, found = ALIKE, None
    mine = _tight(name)
    for text, thing in known.items():
        theirs = _tight(_bare(text))
        pair = SequenceMatcher(None, mine, theirs, autojunk=False)
        alike = pair.ratio() if pair.quick_ratio() > best else 0.0
        if len(theirs) > 12 and (
            mine.startswith(theirs) or (theirs.startswith(mine) and len(mine) > 12)
        ):
            alike = max(alike, 0.9)
        if alike > best:
            best, found = alike, thing
    return found


def _bare(text: str) -> str:
    """A heading without its numbering and its weight in brackets."""
    text = _WEIGHT.sub("", plain(text))
    for _numbers in range(2):
        text = _NUMBERING.sub("", text)
    return text.strip()


def _tight(text: str) -> str:
    return re.sub(r"\([^)]*\)|[^a-z]", "", text)


def _placed(part: Part, lines: list[_Line]) -> list[Place]:
    asked = [line for line in lines if line.kind != "count"]
    if not asked:
        return []
    fits = len(asked) == len(part.items) and all(
        line.kind == item.kind for line, item in zip(asked, part.items, strict=True)
    )
    if not fits:
        first = asked[0]
        return [Place(item.key, first.number, "", fault="place") for item in part.items]
    return [
        Place(item.key, line.number, line.text, _counts(item, line, lines))
        for line, item in zip(asked, part.items, strict=True)
    ]


def _counts(item: Item, line: _Line, lines: list[_Line]) -> dict[str, int]:
    """The lines *Jumlah* that follow a ratio up to the next question, when they are as many as expected."""
    if not item.counts:
        return {}
    after = lines[lines.index(line) + 1 :]
    until = next((n for n, each in enumerate(after) if each.kind != "count"), len(after))
    counted = [each.number for each in after[:until]]
    return dict(zip(item.counts, counted, strict=True)) if len(counted) == len(item.counts) else {}


def _result(line: _Line, expected: Expected) -> Place | None:
    text = plain(line.text)
    for item in expected.results:
        if any(word in text for word in RESULTS.get(item.key, ())) and (line.kind or line.weight):
            return Place(item.key, line.number, line.text)
    return None
