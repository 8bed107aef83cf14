"""The sheet as people go through it: areas, aspects, sub-areas, questions, in the official order."""

from collections.abc import Collection
from dataclasses import dataclass

from lempu.kernel.assessment.scoring import Instrument
from lempu.kernel.assessment.scoring.instrument import Area, Question, ResultLine, SubArea


@dataclass(frozen=True, slots=True)
class Line:
    """One question or line of results. ``group`` is its sub-area or group of results, ``number`` its
    place there, ``of`` how many stand there. ``worth`` says the points it can bring, as text."""

    item: str
    text: str
    number: int
    of: int
    group: str
    area: int
    question: Question | None = None
    result: ResultLine | None = None

    @property
    def options(self) -> tuple[str, ...]:
        source = self.question or self.result
        return source.options if source else ()

    @property
    def evidence(self) -> tuple[str, ...]:
        """Kinds of evidence that usually prove it."""
        return self.question.evidence if self.question else ()


@dataclass(frozen=True, slots=True)
class Part:
    """An area with its lines, and how many of them are answered. Area 0 holds the results."""

    number: int
    name: str
    lines: tuple[Line, ...]
    answered: int

    @property
    def first_open(self) -> Line:
        return self.lines[0]


def items_of(instrument: Instrument) -> list[str]:
    """Every question and line of results in the official order: *pemenuhan* and *reform* of each area."""
    return [line.item for part in outline(instrument, ()) for line in part.lines]


def outline(instrument: Instrument, answered: Collection[str]) -> list[Part]:
    """The parts of the sheet; the results come last."""
    parts = []
    for area in instrument.areas:
        lines = _lines_of(instrument, area)
        parts.append(Part(area.number, area.name, lines, _count(lines, answered)))
    results = tuple(_result_lines(instrument))
    return [*parts, Part(0, "", results, _count(results, answered))]


def line_of(instrument: Instrument, item: str) -> Line | None:
    """One line by its id; None when the sheet has none of that name."""
    return next(
        (line for part in outline(instrument, ()) for line in part.lines if line.item == item),
        None,
    )


def neighbours(instrument: Instrument, item: str) -> tuple[str, str]:
    """The ids before and after; empty at the ends."""
    items = items_of(instrument)
    place = items.index(item)
    before = items[place - 1] if place else ""
    return before, items[place + 1] if place + 1 < len(items) else ""


def next_open(instrument: Instrument, item: str, answered: Collection[str]) -> str:
    """The next line without an answer, going round; empty when none is left."""
    items = items_of(instrument)
    place = items.index(item) + 1 if item in items else 0
    return next((each for each in [*items[place:], *items[:place]] if each not in answered), "")


def _lines_of(instrument: Instrument, area: Area) -> tuple[Line, ...]:
    found: list[Line] = []
    for sub_area in instrument.sub_areas.values():
        if sub_area.area == area.number:
            found += _questions_of(instrument, sub_area)
    return tuple(found)


def _questions_of(instrument: Instrument, sub_area: SubArea) -> list[Line]:
    asked = instrument.questions_of(sub_area.key)
    return [
        Line(q.id, q.text, n, len(asked), sub_area.name, sub_area.area, question=q)
        for n, q in enumerate(asked, start=1)
    ]


def _result_lines(instrument: Instrument) -> list[Line]:
    lines = list(instrument.results.values())
    return [
        Line(
            each.key, each.name, n, len(lines), instrument.result_groups[each.group], 0, result=each
        )
        for n, each in enumerate(lines, start=1)
    ]


def _count(lines: tuple[Line, ...], answered: Collection[str]) -> int:
    return sum(line.item in answered for line in lines)
