"""The cheapest way to pass: the fewest answers to raise so that all tests of a predicate hold.

Raising an answer to its best never hurts, so each question is worth what it still lacks. The tests on
questions ask for a sum in each area and for a sum over all of them: taking the largest gains of each
area until its own test holds, then the largest that are left, needs the fewest answers. (Any other
set of as many answers can be exchanged for this one, area by area, without losing points.)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from lempu.kernel.assessment.scoring.answers import Sheet, values_of
from lempu.kernel.assessment.scoring.gap import worth
from lempu.kernel.assessment.scoring.instrument import Instrument, Question
from lempu.kernel.assessment.scoring.score import Test, score

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Step:
    """An answer to raise to its best, and the points that brings."""

    question: Question
    gain: Fraction


@dataclass(frozen=True, slots=True)
class Path:
    """Answers to raise, most points first. ``beyond`` are tests no answer can mend: they hang on
    surveys and on performance."""

    predicate: str
    steps: tuple[Step, ...]
    beyond: tuple[Test, ...]

    @property
    def gain(self) -> Fraction:
        return sum((step.gain for step in self.steps), ZERO)


def cheapest(sheet: Sheet, predicate: str) -> Path:
    """The way to ``predicate`` from the answers given. Raises ``FaultyAnswer``."""
    tests = {test.id: test for test in score(sheet).tests() if test.predicate == predicate}
    gains = _gains(sheet.instrument, values_of(sheet)[0])
    chosen: list[Step] = []
    left: list[Step] = []
    for area in sheet.instrument.areas:
        lacks = tests[f"area-{area.number}"].lacks if f"area-{area.number}" in tests else ZERO
        taken, rest = _take(gains[area.number], lacks)
        chosen += taken
        left += rest
    lacks = max(_lacks(tests, "total"), _lacks(tests, "pengungkit"))
    lacks -= sum((step.gain for step in chosen), ZERO)
    more, _rest = _take(sorted(left, key=_largest_first), lacks)
    steps = sorted([*chosen, *more], key=_largest_first)
    return Path(
        predicate, tuple(steps), tuple(_still_failing(tests.values(), sheet.instrument, steps))
    )


def _gains(instrument: Instrument, values: Mapping[str, Fraction]) -> dict[int, list[Step]]:
    """What each area's answers still lack, largest first."""
    gains: dict[int, list[Step]] = {area.number: [] for area in instrument.areas}
    for question in instrument.questions.values():
        gain = (1 - values.get(question.id, ZERO)) * worth(instrument, question)
        if gain:
            gains[instrument.sub_areas[question.sub_area].area].append(Step(question, gain))
    return {number: sorted(steps, key=_largest_first) for number, steps in gains.items()}


def _largest_first(step: Step) -> tuple[Fraction, str]:
    return -step.gain, step.question.id


def _take(steps: list[Step], lacks: Fraction) -> tuple[list[Step], list[Step]]:
    """The first steps that together bring what is lacking, and the rest."""
    count = 0
    while lacks > 0 and count < len(steps):
        lacks -= steps[count].gain
        count += 1
    return steps[:count], steps[count:]


def _lacks(tests: Mapping[str, Test], name: str) -> Fraction:
    return tests[name].lacks if name in tests else ZERO


def _still_failing(tests: Iterable[Test], instrument: Instrument, steps: list[Step]) -> list[Test]:
    """Tests that fail even when all steps are taken."""
    gained = dict.fromkeys(("total", "pengungkit"), ZERO)
    for step in steps:
        area = instrument.sub_areas[step.question.sub_area].area
        for name in ("total", "pengungkit", f"area-{area}"):
            gained[name] = gained.get(name, ZERO) + step.gain
    return [test for test in tests if test.lacks > gained.get(test.id, ZERO)]
