"""Scores are exact; the figures of a real court's sheet (2022) come out as they were printed."""

import json
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lempu.kernel.assessment.scoring import (
    FaultyAnswer,
    FaultyInstrument,
    Sheet,
    as_text,
    load,
    read_sheet,
    score,
    to_json,
)

INSTRUMENT = load("permenpan-90-2021")
BEST = {
    question.id: 1 if question.is_ratio else next(iter(INSTRUMENT.scales[question.scale]))
    for question in INSTRUMENT.questions.values()
}
FULL = {"SPAK": 4, "CAPAIAN": "A", "SPKP": 4}
#: Area 1 as the court answered it; below, answers that lead to its other printed sums (the rest of its
#: sheet is not known).
COURT = {"PPA2B": "C"}
LIKE_COURT = COURT | {
    "PPB1A": "B", "PPC4D": "Tidak", "PPE4B": "B", "PPC3C": "C", "PPF1C": "B", "PPF2D": "C", "PPD2D": "B",
    "PPD1B": "B", "PPB3A": "B", "PPB2C": "B", "PPC3D": "C", "PPE2A": "B", "PRB3A": "C", "PRB3C": "B",
    "PRA2A": "B", "PRB1A": "C", "PRE1A": "B", "PRB2B": "B",
}  # fmt: skip


def shown(points):
    return Decimal(as_text(points)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def sheet(answers, results=None):
    return Sheet(INSTRUMENT, answers, FULL if results is None else results)


def test_the_best_answers_everywhere_bring_100_points():
    best = score(sheet(BEST))

    assert (best.enablers, best.outcomes, best.total, best.missing) == (60, 40, 100, ())
    assert best.reaches("WBK")
    assert best.reaches("WBBM")
    assert all(test.holds for test in best.warnings())


def test_a_sheet_without_answers_scores_nothing_and_names_all_that_is_missing():
    nothing = score(sheet({}, {}))

    assert nothing.total == 0
    assert nothing.missing == (*INSTRUMENT.questions, *INSTRUMENT.results)


def test_a_sub_area_is_the_mean_of_its_answers_times_its_weight():
    plan = score(sheet({"PPA2A": "Ya", "PPA2B": "C", "PPA2C": "A"}))

    assert plan.sub_areas["PPA2"] == Fraction(2, 3)
    assert shown(plan.sub_areas["PPA2"]) == Decimal("0.67")


def test_an_area_of_the_court_comes_out_as_printed():
    court = score(sheet({**BEST, **COURT}))
    places = [shown(court.sub_areas[key]) for key in ("PPA1", "PPA2", "PPA3", "PPA4")]
    area = court.part(1, "pemenuhan")

    assert places == [Decimal("0.50"), Decimal("0.67"), Decimal("1.00"), Decimal("1.50")]
    assert shown(area) == Decimal("3.67")
    assert shown(area / 4 * 100) == Decimal("91.67")


def test_the_sums_of_the_court_are_sums_of_what_is_not_rounded():
    court = score(sheet({**BEST, **LIKE_COURT}))
    pemenuhan, reform = court.part(aspect="pemenuhan"), court.part(aspect="reform")

    assert [shown(points) for points in (pemenuhan, reform, court.enablers)] == [
        Decimal("27.34"),
        Decimal("28.04"),
        Decimal("55.38"),
    ]
    assert shown(pemenuhan / 30 * 100) == Decimal("91.15")
    assert shown(court.enablers / 60 * 100) == Decimal("92.31")


def test_thirds_add_up_to_the_whole():
    """Three thirds make one exactly; cut or binary fractions would stay below a minimum."""
    third = score(sheet({"PPA2A": "Ya"})).sub_areas["PPA2"]

    assert third == Fraction(1, 3)
    assert score(sheet({"PPA2A": "Ya", "PPA2B": "A", "PPA2C": "A"})).sub_areas["PPA2"] == 1


def test_minimums_count_as_reached_when_they_are_met_exactly():
    results = {"SPAK": Decimal("3.6"), "CAPAIAN": "C", "SPKP": Decimal("3.2")}
    tests = score(sheet(BEST, results)).tests()
    met = {t.id: (as_text(t.value), t.holds) for t in tests if t.predicate == "WBK"}

    assert [met[name] for name in ("SPAK", "CAPAIAN", "birokrasi", "pelayanan")] == [
        ("15.75", True),
        ("2.5", True),
        ("18.25", True),
        ("14", True),
    ]


def test_the_thresholds_of_both_predicates():
    tests = score(sheet(BEST)).tests()

    assert {(t.predicate, t.id): as_text(t.minimum) for t in tests} == {
        ("WBK", "total"): "75",
        ("WBK", "pengungkit"): "40",
        ("WBK", "area-1"): "4.8",
        ("WBK", "area-2"): "4.2",
        ("WBK", "area-3"): "6",
        ("WBK", "area-4"): "6",
        ("WBK", "area-5"): "9",
        ("WBK", "area-6"): "6",
        ("WBK", "birokrasi"): "18.25",
        ("WBK", "SPAK"): "15.75",
        ("WBK", "CAPAIAN"): "2.5",
        ("WBK", "pelayanan"): "14",
        ("WBBM", "total"): "85",
        ("WBBM", "pengungkit"): "48",
        ("WBBM", "area-1"): "6",
        ("WBBM", "area-2"): "5.25",
        ("WBBM", "area-3"): "7.5",
        ("WBBM", "area-4"): "7.5",
        ("WBBM", "area-5"): "11.25",
        ("WBBM", "area-6"): "7.5",
        ("WBBM", "birokrasi"): "19.5",
        ("WBBM", "SPAK"): "15.75",
        ("WBBM", "CAPAIAN"): "3.75",
        ("WBBM", "pelayanan"): "15.75",
    }


@pytest.mark.parametrize(
    ("results", "predicate", "failed"),
    [
        ({"SPAK": Decimal("3.59")}, "WBK", {"SPAK"}),
        ({"SPKP": Decimal("3.2")}, "WBBM", {"pelayanan"}),
        ({"CAPAIAN": "D"}, "WBK", {"CAPAIAN"}),
        ({"SPAK": Decimal("3.6"), "CAPAIAN": "C"}, "WBBM", {"birokrasi", "CAPAIAN"}),
    ],
)
def test_one_test_that_fails_keeps_the_predicate_away(results, predicate, failed):
    scored = score(sheet(BEST, {**FULL, **results}))

    assert not scored.reaches(predicate)
    assert {t.id for t in scored.tests() if t.predicate == predicate and not t.holds} == failed


@pytest.mark.parametrize(
    ("answers", "results", "code", "item"),
    [
        ({"PPA9Z": "A"}, {}, "unknown_item", "PPA9Z"),
        ({}, {"SKM": 3}, "unknown_item", "SKM"),
        ({"PPA1B": "D"}, {}, "outside_scale", "PPA1B"),
        ({"PPA1B": "a"}, {}, "outside_scale", "PPA1B"),
        ({"PPA1A": True}, {}, "outside_scale", "PPA1A"),
        ({"PRA1A": "0.8"}, {}, "outside_range", "PRA1A"),
        ({"PRA1A": Decimal("1.01")}, {}, "outside_range", "PRA1A"),
        ({"PRA1A": -1}, {}, "outside_range", "PRA1A"),
        ({"PRA1A": True}, {}, "outside_range", "PRA1A"),
        ({"PRA1A": Decimal("1e-999999")}, {}, "outside_range", "PRA1A"),
        ({}, {"SPAK": Decimal("4.01")}, "outside_range", "SPAK"),
        ({}, {"CAPAIAN": "F"}, "outside_scale", "CAPAIAN"),
    ],
)
def test_an_answer_that_cannot_be_taken_is_named(answers, results, code, item):
    with pytest.raises(FaultyAnswer, match=item) as refusal:
        score(sheet(answers, results))

    assert (refusal.value.code, refusal.value.item) == (code, item)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no_json"),
        ("[" * 100_000, "no_json"),
        ("[]", "no_instrument"),
        ('{"answers": {}}', "no_instrument"),
        ('{"instrument": "permenpan-90-2021", "answers": []}', "no_object"),
        ('{"instrument": "permenpan-90-2021", "answer": {}}', "unknown_part"),
        (
            '{"instrument": "permenpan-90-2021", "answers": {"PPA1A": "Ya", "PPA1A": "Tidak"}}',
            "twice",
        ),
        ('{"instrument": NaN}', "no_instrument"),
    ],
)
def test_a_text_that_is_no_sheet_is_refused(text, code):
    with pytest.raises(FaultyAnswer) as refusal:
        read_sheet(text)

    assert refusal.value.code == code


def test_a_sheet_of_an_unknown_instrument_is_refused():
    with pytest.raises(FaultyInstrument):
        read_sheet('{"instrument": "lke-2030"}')


def test_numbers_of_json_are_taken_as_written():
    read = read_sheet('{"instrument": "permenpan-90-2021", "answers": {"PRA1A": 0.1}}')

    assert score(read).sub_areas["PRA1"] == Fraction(1, 10)


def test_the_json_says_everything_in_unrounded_decimals():
    said = to_json(
        score(sheet({"PPA2A": "Ya", "PPA2B": "C", "PPA2C": "A"}, {"SPAK": Decimal("3.6")}))
    )

    assert said["total"] == "16.41666666666666666666666667"
    assert said["areas"][0] == {
        "area": 1,
        "pemenuhan": "0.6666666666666666666666666667",
        "reform": "0",
        "total": "0.6666666666666666666666666667",
    }
    assert said["results"] == {"SPAK": "15.75", "CAPAIAN": "0", "SPKP": "0"}
    assert (said["wbk"], said["wbbm"]) == (False, False)
    assert {
        "id": "SPAK",
        "predicate": "WBK",
        "value": "15.75",
        "minimum": "15.75",
        "holds": True,
    } in (said["tests"])
    assert json.loads(json.dumps(said)) == said


@given(st.fractions(min_value=-1000, max_value=1000))
def test_text_of_a_number_is_the_number_up_to_28_digits(value):
    text = as_text(value)

    assert "E" not in text.upper()
    assert abs(Fraction(text) - value) <= abs(value) / 10**27


@given(
    st.fixed_dictionaries(
        {},
        optional={
            question.id: st.decimals(0, 1, places=2)
            if question.is_ratio
            else st.sampled_from(sorted(INSTRUMENT.scales[question.scale]))
            for question in INSTRUMENT.questions.values()
        },
    )
)
def test_every_sheet_scores_between_nothing_and_its_weights(answers):
    scored = score(sheet(answers))

    assert 0 <= scored.enablers <= 60
    assert scored.part(aspect="pemenuhan") + scored.part(aspect="reform") == scored.enablers
    assert sum(scored.part(area.number) for area in INSTRUMENT.areas) == scored.enablers
    assert set(scored.missing) == set(INSTRUMENT.questions) - set(answers)
