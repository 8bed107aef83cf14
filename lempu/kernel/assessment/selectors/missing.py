"""Questions no row of the plan serves, the points at stake, and the rows that would serve them."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from lempu.kernel.assessment.scoring import Instrument, gaps
from lempu.kernel.assessment.scoring.gap import worth
from lempu.kernel.assessment.selectors.pages import points
from lempu.kernel.assessment.selectors.proposals import Proposal, proposal_for

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Unserved:
    item: str
    text: str
    worth: str
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Gap:
    """One area: ``share`` is the per cent of its points that rows of the plan can bring at most."""

    number: int
    name: str
    served: int
    questions: int
    within: str
    full: str
    share: int
    is_enough: bool
    unserved: list[Unserved]


@dataclass(frozen=True, slots=True)
class Report:
    served: int
    questions: int
    within: str
    full: str
    areas: list[Gap]


def report_of(instrument: Instrument, served: Collection[str]) -> Report:
    """The gap report, when the questions ``served`` are those that rows of the plan feed."""
    found = gaps(instrument, served)
    limit = next((r.share for r in instrument.requirements if r.of == "area"), {})
    least = min(limit.values(), default=0)
    areas = [
        Gap(
            number=gap.area.number,
            name=gap.area.name,
            served=len(gap.served),
            questions=gap.questions,
            within=points(gap.within_reach),
            full=points(gap.area.weight),
            share=round(gap.share * 100),
            is_enough=gap.share >= least,
            unserved=[
                Unserved(
                    each.id,
                    each.text,
                    points(worth(instrument, each)),
                    proposal_for(instrument, each.id),
                )
                for each in gap.unserved
            ],
        )
        for gap in found
    ]
    return Report(
        served=sum(gap.served for gap in areas),
        questions=sum(gap.questions for gap in areas),
        within=points(sum((gap.within_reach for gap in found), ZERO)),
        full=points(sum((gap.area.weight for gap in found), ZERO)),
        areas=areas,
    )
