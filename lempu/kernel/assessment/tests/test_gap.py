"""The Luwu decree, carried out to the last row, touches 68 of 110 questions and 35.07 of 60 points."""

from fractions import Fraction
from pathlib import Path

import pytest

from lempu.kernel.assessment.scoring import as_text, gaps, load
from lempu.kernel.plans.readers import read
from lempu.kernel.plans.suggestions import suggest
from lempu.shared import reference

INSTRUMENT = load("permenpan-90-2021")
DECREE = Path(reference.DATA) / "examples" / "luwu-2025.docx"


@pytest.fixture(scope="module")
def luwu():
    plan = read(DECREE, name=DECREE.name)
    return {
        question
        for programme in plan.programmes
        for activity in programme.activities
        for sub_activity in activity.sub_activities
        for indicator in sub_activity.indicators
        for question in suggest(
            programme.name, activity.name, sub_activity.name, indicator.text, indicator.months
        ).lke
    }


def test_the_gap_of_the_luwu_decree(luwu):
    found = gaps(INSTRUMENT, luwu)

    assert [(len(gap.served), gap.questions, as_text(gap.within_reach)[:6]) for gap in found] == [
        (9, 16, "3.625"),
        (10, 15, "4"),
        (15, 21, "7.5416"),
        (11, 14, "7.875"),
        (11, 22, "6.775"),
        (12, 22, "5.25"),
    ]
    assert [round(gap.share * 100) for gap in found] == [45, 57, 75, 79, 45, 52]
    assert sum(len(gap.served) for gap in found) == 68
    assert round(sum(gap.within_reach for gap in found), 2) == Fraction("35.07")


def test_what_nobody_serves_is_named(luwu):
    unserved = [question.id for gap in gaps(INSTRUMENT, luwu) for question in gap.unserved]

    assert unserved[:4] == ["PPA3A", "PPA3B", "PPA3C", "PPA4B"]
    assert len(unserved) == 42


def test_without_rows_everything_is_at_stake():
    found = gaps(INSTRUMENT, [])

    assert [gap.at_stake for gap in found] == [area.weight for area in INSTRUMENT.areas]
