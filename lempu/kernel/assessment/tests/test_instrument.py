"""The shipped instrument is the sheet of PermenPANRB 90/2021; a faulty one is refused with the reason."""

import copy
from collections import Counter
from fractions import Fraction

import pytest

from lempu.kernel.assessment.scoring import FaultyAnswer, FaultyInstrument, instruments, load
from lempu.kernel.assessment.scoring.answers import ratio_of
from lempu.kernel.assessment.scoring.instrument import build
from lempu.shared import reference

KEY = "permenpan-90-2021"


@pytest.fixture
def data():
    return copy.deepcopy(reference.read(f"instruments/{KEY}"))


@pytest.mark.parametrize("key", instruments())
def test_every_shipped_instrument_holds_together(key):
    assert load(key).key == key


def test_it_asks_110_questions_in_the_five_scales():
    questions = load(KEY).questions.values()

    assert Counter(question.scale for question in questions) == {
        "ABC": 36,
        "ABCD": 33,
        "ABCDE": 16,
        "YT": 17,
        "RATIO": 8,
    }
    assert sum(len(question.counts) for question in questions) == 24


def test_questions_stand_in_the_areas_as_the_rule_distributes_them():
    instrument = load(KEY)
    places = Counter(
        (place.area, place.aspect)
        for place in (instrument.sub_areas[q.sub_area] for q in instrument.questions.values())
    )

    assert [(places[n, "pemenuhan"], places[n, "reform"]) for n in range(1, 7)] == [
        (12, 4),
        (9, 6),
        (18, 3),
        (11, 3),
        (18, 4),
        (19, 3),
    ]


def test_options_carry_as_many_words_as_the_scale_has_letters_except_where_copies_differ():
    instrument = load(KEY)
    uneven = [
        question.id
        for question in instrument.questions.values()
        if len(question.options) != len(instrument.scales[question.scale])
    ]

    assert uneven == []


def test_kinds_of_evidence_are_known():
    known = {kind["key"] for kind in reference.read("evidence-kinds")["kinds"]}

    assert {kind for q in load(KEY).questions.values() for kind in q.evidence} <= known


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda d: d["sub_areas"][0].update(weight="0.75"), "pemenuhan"),
        (lambda d: d["components"][0].update(weight="61"), "komponen"),
        (lambda d: d["results"][0].update(weight="17"), "birokrasi"),
        (lambda d: d["questions"].append(d["questions"][0]), "PPA1A"),
        (lambda d: d["questions"][3].update(sub_area="PPZ9"), "PPA2B"),
        (lambda d: d["questions"][3].update(scale="ABCDEF"), "PPA2B"),
        (lambda d: d["questions"][3].update(options=list("ABCD")), "PPA2B"),
        (lambda d: d["sub_areas"][0].update(area=9), "PPA1"),
        (lambda d: d["tests"][0].update(of="rating"), "total"),
        (lambda d: d["tests"][0].update(minimum={"WBK": "75"}), "total"),
        (lambda d: d.pop("questions"), "questions"),
        (lambda d: d["sub_areas"][0].update(weight="half"), "half"),
        (lambda d: d["questions"][12]["formula"].update(numerator=["deeds"]), "PRA1A"),
        (
            lambda d: d["sub_areas"].append(
                {"key": "PPX1", "area": 1, "aspect": "reform", "name": "", "weight": "0"}
            ),
            "PPX1",
        ),
    ],
)
def test_a_faulty_instrument_is_refused_and_the_place_is_named(data, change, reason):
    change(data)

    with pytest.raises(FaultyInstrument, match=reason) as refusal:
        build(data)

    assert refusal.value.code == "faulty_instrument"


def test_an_instrument_nobody_ships_is_refused_by_name():
    with pytest.raises(FaultyInstrument, match=KEY) as refusal:
        load("permenpan-1-1999")

    assert refusal.value.code == "unknown_instrument"


def test_where_copies_of_the_sheet_differ_the_choice_is_a_setting():
    chosen = load(KEY).with_settings({"scale:PPA4C": "ABCD"})

    assert (load(KEY).questions["PPA4C"].scale, chosen.questions["PPA4C"].scale) == ("ABC", "ABCD")


@pytest.mark.parametrize("chosen", [{"scale:PPA4C": "ABCDE"}, {"scale:PPA1A": "ABC"}])
def test_a_setting_nobody_offers_is_refused(chosen):
    with pytest.raises(FaultyAnswer) as refusal:
        load(KEY).with_settings(chosen)

    assert refusal.value.code == "unknown_setting"


@pytest.mark.parametrize(
    ("question", "counts", "ratio"),
    [
        ("PRA1A", {"agents": 4, "changes": 3}, Fraction(3, 4)),
        ("PRA1A", {"agents": 4, "changes": 6}, Fraction(1)),
        ("PRC3A", {"last_year": 4, "this_year": 1}, Fraction(3, 4)),
        ("PRC3A", {"last_year": 2, "this_year": 5}, Fraction(0)),
        ("PRC3A", {"last_year": 0, "this_year": 0}, Fraction(1)),
        ("PRE3A", {"head": 1, "obliged": 5, "others": 0, "filed": 3}, Fraction(1, 2)),
        ("PRE3A", {"due": 6, "filed": 3}, Fraction(1, 2)),
    ],
)
def test_a_ratio_is_made_of_what_was_counted(question, counts, ratio):
    asked = load(KEY).questions[question]

    assert ratio_of(asked, counts, when_zero=Fraction(1)) == ratio


@pytest.mark.parametrize("counts", [{"agents": 4}, {"agents": 4, "changes": -1}])
def test_a_count_that_is_missing_or_negative_is_refused(counts):
    with pytest.raises(FaultyAnswer) as refusal:
        ratio_of(load(KEY).questions["PRA1A"], counts, when_zero=Fraction(0))

    assert (refusal.value.code, refusal.value.item) == ("count_missing", "PRA1A")
