"""From answers to points, exactly. Nothing is rounded here; rounding is for whoever shows it.

The value of a sub-area is the mean of its questions times its weight; a question without an answer
counts as 0. Areas, aspects and the total are sums (PermenPANRB 90/2021, Lampiran III).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from lempu.kernel.assessment.scoring.answers import Sheet, values_of
from lempu.kernel.assessment.scoring.instrument import Instrument, Requirement

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Test:
    """One minimum of one predicate, and whether it is reached. Values are points."""

    id: str
    predicate: str
    value: Fraction
    minimum: Fraction

    @property
    def holds(self) -> bool:
        return self.value >= self.minimum

    @property
    def lacks(self) -> Fraction:
        """Points that are still missing; 0 when the test holds."""
        return max(self.minimum - self.value, ZERO)


@dataclass(frozen=True, slots=True)
class Score:
    """What a sheet brings, in points. ``missing`` names what has no answer yet."""

    instrument: Instrument
    sub_areas: Mapping[str, Fraction]
    results: Mapping[str, Fraction]
    missing: tuple[str, ...]

    @property
    def enablers(self) -> Fraction:
        return sum(self.sub_areas.values(), ZERO)

    @property
    def outcomes(self) -> Fraction:
        return sum(self.results.values(), ZERO)

    @property
    def total(self) -> Fraction:
        return self.enablers + self.outcomes

    def part(self, area: int | None = None, aspect: str | None = None) -> Fraction:
        """Points of an area, of an aspect, or of an area within an aspect."""
        return sum(
            (
                points
                for key, points in self.sub_areas.items()
                if area in (None, self.instrument.sub_areas[key].area)
                and aspect in (None, self.instrument.sub_areas[key].aspect)
            ),
            ZERO,
        )

    def tests(self) -> list[Test]:
        """Every minimum of every predicate."""
        return list(self._measured(self.instrument.requirements))

    def warnings(self) -> list[Test]:
        """Minimums some evaluators apply and the letter of the rule does not name."""
        return list(self._measured(self.instrument.warnings))

    def reaches(self, predicate: str) -> bool:
        """Whether all tests of a predicate hold together."""
        return all(test.holds for test in self.tests() if test.predicate == predicate)

    def _measured(self, requirements: tuple[Requirement, ...]) -> Iterator[Test]:
        for predicate in self.instrument.predicates:
            for each in requirements:
                for name, value, full in self._values(each):
                    minimum = each.minimum.get(predicate)
                    if minimum is None:
                        minimum = each.share[predicate] * full
                    yield Test(name, predicate, value, minimum)

    def _values(self, requirement: Requirement) -> Iterator[tuple[str, Fraction, Fraction]]:
        """(name of the test, points, points that can be had) of what a requirement measures."""
        name, of = requirement.id, requirement.of
        if of == "area":
            for area in self.instrument.areas:
                yield f"{name}-{area.number}", self.part(area.number), area.weight
        elif of == "aspect":
            for area in self.instrument.areas:
                for aspect in self.instrument.aspects:
                    full = sum(
                        (
                            each.weight
                            for each in self.instrument.sub_areas.values()
                            if (each.area, each.aspect) == (area.number, aspect)
                        ),
                        ZERO,
                    )
                    yield f"{name}-{area.number}-{aspect}", self.part(area.number, aspect), full
        else:
            yield name, self._points(of), ZERO

    def _points(self, of: str) -> Fraction:
        if of in self.results:
            return self.results[of]
        if of in self.instrument.result_groups:
            lines = self.instrument.results.values()
            return sum((self.results[line.key] for line in lines if line.group == of), ZERO)
        return {"total": self.total, "pengungkit": self.enablers, "hasil": self.outcomes}[of]


def score(sheet: Sheet) -> Score:
    """Score a sheet. Raises ``FaultyAnswer`` for an answer that cannot be taken."""
    instrument = sheet.instrument
    answers, results = values_of(sheet)
    sub_areas = {}
    for key, sub_area in instrument.sub_areas.items():
        asked = instrument.questions_of(key)
        given = sum((answers.get(question.id, ZERO) for question in asked), ZERO)
        sub_areas[key] = given / len(asked) * sub_area.weight
    points = {key: results.get(key, ZERO) * line.weight for key, line in instrument.results.items()}
    missing = [key for key in instrument.questions if key not in answers]
    missing += [key for key in instrument.results if key not in results]
    return Score(instrument, sub_areas, points, tuple(missing))
