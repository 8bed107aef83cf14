"""What a plan can bring at most: questions that some row serves, and those that none does."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from lempu.kernel.assessment.scoring.instrument import Area, Instrument, Question


@dataclass(frozen=True, slots=True)
class AreaGap:
    """One area: how many of its questions are served, and the points that lie within reach.

    Questions of one sub-area share its weight equally, as they do in the score.
    """

    area: Area
    questions: int
    served: tuple[Question, ...]
    unserved: tuple[Question, ...]
    within_reach: Fraction

    @property
    def at_stake(self) -> Fraction:
        """Points that no row of the plan can bring."""
        return self.area.weight - self.within_reach

    @property
    def share(self) -> Fraction:
        return self.within_reach / self.area.weight


def gaps(instrument: Instrument, served: Collection[str]) -> list[AreaGap]:
    """The gap of every area, when the questions ``served`` are those that rows of a plan feed."""
    return [_gap(instrument, area, set(served)) for area in instrument.areas]


def worth(instrument: Instrument, question: Question) -> Fraction:
    """Points a question brings when it is answered at its best."""
    sub_area = instrument.sub_areas[question.sub_area]
    return sub_area.weight / len(instrument.questions_of(sub_area.key))


def _gap(instrument: Instrument, area: Area, served: set[str]) -> AreaGap:
    asked = [
        each
        for each in instrument.questions.values()
        if instrument.sub_areas[each.sub_area].area == area.number
    ]
    fed = tuple(each for each in asked if each.id in served)
    return AreaGap(
        area=area,
        questions=len(asked),
        served=fed,
        unserved=tuple(each for each in asked if each.id not in served),
        within_reach=sum((worth(instrument, each) for each in fed), Fraction(0)),
    )
