"""The cheapest way to pass raises as few answers as can be; a search over all ways agrees."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lempu.kernel.assessment.scoring import Sheet, cheapest, load, score

INSTRUMENT = load("permenpan-90-2021")
RESULTS = {"SPAK": Decimal("3.6"), "CAPAIAN": "B", "SPKP": Decimal("3.6")}


def best_of(question):
    return 1 if question.is_ratio else next(iter(INSTRUMENT.scales[question.scale]))


BEST = {question.id: best_of(question) for question in INSTRUMENT.questions.values()}


def worst(*questions):
    return {
        key: 0 if INSTRUMENT.questions[key].is_ratio else list(INSTRUMENT.scales[scale])[-1]
        for key in questions
        for scale in [INSTRUMENT.questions[key].scale]
    }


def raised(answers, path):
    return {**answers, **{step.question.id: best_of(step.question) for step in path.steps}}


def test_who_passes_needs_nothing():
    path = cheapest(Sheet(INSTRUMENT, BEST, RESULTS), "WBK")

    assert (path.steps, path.beyond, path.gain) == ((), (), 0)


@pytest.mark.parametrize("predicate", ["WBK", "WBBM"])
def test_from_nothing_the_steps_make_all_tests_hold(predicate):
    path = cheapest(Sheet(INSTRUMENT, {}, RESULTS), predicate)
    after = score(Sheet(INSTRUMENT, raised({}, path), RESULTS))
    one_less = score(
        Sheet(INSTRUMENT, raised({}, type(path)(predicate, path.steps[:-1], ())), RESULTS)
    )

    assert path.beyond == ()
    assert after.reaches(predicate)
    assert not one_less.reaches(predicate)
    assert after.enablers == path.gain


def test_what_hangs_on_surveys_is_said_and_not_promised():
    path = cheapest(Sheet(INSTRUMENT, BEST, {**RESULTS, "SPAK": Decimal("3.5")}), "WBK")

    assert path.steps == ()
    assert [test.id for test in path.beyond] == ["SPAK"]


def test_steps_come_with_the_most_points_first():
    steps = cheapest(Sheet(INSTRUMENT, {}, RESULTS), "WBK").steps

    assert [step.gain for step in steps] == sorted((step.gain for step in steps), reverse=True)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(sorted(INSTRUMENT.questions)), min_size=8, max_size=9, unique=True),
    st.sampled_from([Decimal("2.2"), Decimal("2.6"), Decimal("3.2")]),
)
def test_no_smaller_set_of_answers_would_do(low, index):
    """Only few answers are low, so that every set of them can be tried."""
    answers = {**BEST, **worst(*low)}
    results = {**RESULTS, "SPKP": index}
    path = cheapest(Sheet(INSTRUMENT, answers, results), "WBBM")
    out_of_reach = {test.id for test in path.beyond}

    def passes(chosen):
        tried = {**answers, **{key: BEST[key] for key in chosen}}
        tests = score(Sheet(INSTRUMENT, tried, results)).tests()
        return all(t.holds for t in tests if t.predicate == "WBBM" and t.id not in out_of_reach)

    assert passes([step.question.id for step in path.steps])
    assert (
        not any(
            passes(chosen) for chosen in itertools.combinations(low, max(len(path.steps) - 1, 0))
        )
        or not path.steps
    )
