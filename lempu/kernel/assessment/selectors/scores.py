"""What the answers bring. Claimed, verified and forecast are three numbers and never share a label."""

from collections.abc import Mapping
from dataclasses import dataclass

from lempu.kernel.assessment.enums import Column
from lempu.kernel.assessment.models import Assessment
from lempu.kernel.assessment.scoring import Score, score
from lempu.kernel.assessment.selectors.answers import Given, current_round, given_in, sheet_of
from lempu.kernel.assessment.selectors.content import accepted_items


@dataclass(frozen=True, slots=True)
class Scores:
    """``claimed``: the office's answers. ``verified``: only answers under which some evidence was
    accepted by a reviewer; all others count as unanswered."""

    claimed: Score
    verified: Score


def scores_of(assessment: Assessment, answers: Mapping[str, Given] | None = None) -> Scores:
    """The scores of the round that runs; ``answers`` are the office's where they are read already."""
    instrument = assessment.instrument
    if answers is None:
        answers = given_in(current_round(assessment), Column.UNIT)
    values = {item: each.value for item, each in answers.items()}
    proved = accepted_items(assessment)
    kept = {item: value for item, value in values.items() if item in proved}
    return Scores(score(sheet_of(instrument, values)), score(sheet_of(instrument, kept)))
