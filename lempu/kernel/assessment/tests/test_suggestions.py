"""What records suggest: the rules of the handbook's table, fact by fact."""

import datetime as dt
from dataclasses import replace

import pytest

from lempu.kernel.assessment.scoring import load
from lempu.kernel.assessment.suggestions import RULES, Cell, Facts, suggest
from lempu.shared import reference

DAY = dt.date(2025, 10, 14)
RECORDS = reference.read("lke-suggestions")["rules"]


def cells(*months, accepted=(), row="5.2", **rest):
    return [
        Cell(pk=n, row=row, month=n, is_accepted=n in accepted, is_over=n < 10, **rest)
        for n in months
    ]


def said(item, **facts):
    found = suggest(Facts(year=2025, day=DAY, **facts)).get(item)
    return found.value if found else None


def test_every_rule_speaks_of_a_question_and_is_known():
    instrument = load("permenpan-90-2021")

    assert {record["item"] for record in RECORDS} <= set(instrument.questions)
    assert {record["rule"] for record in RECORDS} <= set(RULES)
    assert len({record["item"] for record in RECORDS}) == len(RECORDS)


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r["item"])
def test_what_is_suggested_is_an_option_of_the_question(record):
    instrument = load("permenpan-90-2021")
    scale = instrument.scales[instrument.questions[record["item"]].scale]
    many = cells(*range(1, 13), accepted=range(1, 10), has_survey=True, day=dt.date(2025, 2, 20))
    none = cells(*range(1, 13))
    for made in (many, none):
        facts = Facts(2025, DAY, made, {record["item"]: made}, frozenset({1, 2, 3}), 3, 2)
        found = RULES[record["rule"]](facts, record)
        assert found is None or found.value in scale


@pytest.mark.parametrize(("accepted", "value"), [(9, "A"), (8, "B"), (5, "B"), (4, "C"), (0, "D")])
def test_realised_against_planned_to_date(accepted, value):
    assert said("PPA3A", cells=cells(*range(1, 13), accepted=range(1, accepted + 1))) == value


@pytest.mark.parametrize(
    ("months", "value"),
    [
        (range(1, 10), "A"),
        ((1, 2, 3, 5, 6, 8), "B"),
        ((3, 6, 9), "B"),
        ((2, 9), "C"),
        ((9,), "D"),
        ((), "E"),
    ],
)
def test_how_regularly_performance_is_measured(months, value):
    made = cells(*range(1, 13), accepted=months)

    assert said("PPC4C", of_item={"PPC4C": made}) == value


@pytest.mark.parametrize(
    ("signed", "value"), [({1, 2, 3}, "A"), ({2}, "B"), (set(), "D"), ({4}, "D")]
)
def test_evaluations_the_leader_signed(signed, value):
    assert said("PPA3B", evaluations=frozenset(signed)) == value


def test_recommendations_closed_of_all():
    assert said("PPA3C", follow_ups=4, followed=4) == "A"
    assert said("PPA3C", follow_ups=4, followed=2) == "B"
    assert said("PPA3C", follow_ups=4, followed=1) == "C"
    assert said("PPA3C") is None


def test_the_report_on_performance_in_time():
    late = cells(1, 2, accepted=(1, 2), day=dt.date(2025, 3, 1))
    in_time = cells(1, 2, accepted=(1, 2), day=dt.date(2025, 2, 28))

    assert said("PPD2E", of_item={"PPD2E": late}) == "Tidak"
    assert said("PPD2E", of_item={"PPD2E": in_time}) == "Ya"
    assert said("PPD2E", of_item={"PPD2E": cells(1, 2)}) == "Tidak"


def test_surveys_by_quarters():
    made = cells(1, 2, 6, 9, accepted=(1, 2, 6, 9), has_survey=True)

    assert said("PPF4A", of_item={"PPF4A": made}) == "B"


def test_nothing_is_said_without_facts():
    assert suggest(Facts(year=2025, day=DAY)).keys() == {"PPA3B"}
    assert suggest(Facts(year=2026, day=DAY)) == {}


def test_the_year_end_takes_everything_still_owed_as_done():
    made = cells(*range(1, 13), accepted=(1, 2, 3))
    lost = [replace(made[3], is_lost=True)]
    facts = Facts(2025, DAY, made, {"PPC4C": [*made[:3], *lost, *made[4:]]})

    later = suggest(replace(facts, cells=[*made[:3], *lost, *made[4:]]).at_year_end())

    assert suggest(facts)["PPC4C"].value == "C"
    assert later["PPC4C"].value == "B"
    assert later["PPA3A"].value == "B"
