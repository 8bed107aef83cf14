"""What the answers bring. Claimed, verified and forecast are three numbers and never share a label."""

from collections.abc import Mapping
from dataclasses import dataclass

from lempu.kernel.assessment.enums import Column
from lempu.kernel.assessment.models import Assessment
from lempu.kernel.assessment.scoring import Score, score
from lempu.kernel.assessment.selectors.answers import Given, current_round, given_in, sheet_of
from lempu.kernel.assessment.selectors.content import accepted_items
from lempu.kernel.assessment.selectors.facts import facts_of
from lempu.kernel.assessment.suggestions import Facts, suggest


@dataclass(frozen=True, slots=True)
class Scores:
    """``claimed``: the office's answers. ``verified``: only answers under which some evidence was
    accepted by a reviewer; all others count as unanswered. ``forecast``: the answers claimed, but
    where a rule can say it, what the records would suggest at the end of the year if everything
    still owed were done and accepted."""

    claimed: Score
    verified: Score
    forecast: Score
    answered: int = 0


def values_of(
    assessment: Assessment, answers: Mapping[str, Given], facts: Facts | None = None
) -> dict[str, dict[str, str]]:
    """The values each of the three scores is made of."""
    claimed = {item: each.value for item, each in answers.items() if each.value}
    proved = accepted_items(assessment)
    later = suggest((facts or facts_of(assessment)).at_year_end())
    return {
        "claimed": claimed,
        "verified": {item: value for item, value in claimed.items() if item in proved},
        "forecast": claimed | {item: each.value for item, each in later.items()},
    }


def scores_of(
    assessment: Assessment,
    answers: Mapping[str, Given] | None = None,
    facts: Facts | None = None,
) -> Scores:
    """The scores of the round that runs; ``answers`` and ``facts`` where they are read already."""
    instrument = assessment.instrument
    if answers is None:
        answers = given_in(current_round(assessment), Column.UNIT)
    values = values_of(assessment, answers, facts)
    made = {name: score(sheet_of(instrument, each)) for name, each in values.items()}
    return Scores(**made, answered=len(values["claimed"]))
