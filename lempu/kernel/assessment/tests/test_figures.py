"""Thresholds, the way to pass, the gaps of the plan, rows and questions, readings."""

import pytest
from django.urls import reverse

from lempu.kernel.assessment import selectors
from lempu.kernel.assessment.models import Answer, Reading, RowMap
from lempu.kernel.assessment.scoring import score
from lempu.kernel.assessment.selectors import mapping, missing, thresholds
from lempu.kernel.assessment.selectors.facts import facts_of, suggestions_of
from lempu.kernel.assessment.services.mapping import map_row, take_over
from lempu.kernel.assessment.services.readings import take_reading, take_readings
from lempu.kernel.assessment.tests.factories import say
from lempu.kernel.ledger.models import Entry
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.plans.models import Programme
from lempu.kernel.plans.services.drafts import create_from_example
from lempu.shared.errors import DomainError


@pytest.fixture
def row(office):
    """A row about appraisals with nine accepted months."""
    made = RowFactory(office=office, text="Seluruh PNS melaksanakan SKP")
    for month in range(1, 13):
        done = {"accepted": True} if month < 10 else {}
        ObligationFactory(office=office, indicator=made, month=month, **done)
    return made


def test_a_row_is_guessed_until_a_person_decides(sheet, row, coordinator):
    plan = mapping.plan_of(sheet)
    guessed = mapping.mapped_rows(plan, sheet.instrument)[0]

    map_row(indicator=row, actor=coordinator, instrument=sheet.instrument, items=["PPC4C", "PPA3A"])
    decided = mapping.mapped_rows(plan, sheet.instrument)[0]

    assert (guessed.is_decided, "PPC4C" in guessed.items) == (False, True)
    assert (decided.is_decided, decided.items) == (True, ("PPA3A", "PPC4C"))
    assert Entry.objects.filter(act="assessment.row_mapped").count() == 1


def test_a_row_feeds_no_question_the_sheet_does_not_have(sheet, row, coordinator):
    with pytest.raises(DomainError) as refusal:
        map_row(indicator=row, actor=coordinator, instrument=sheet.instrument, items=["ZZ1"])

    assert refusal.value.code == "unknown_item"
    assert not RowMap.objects.exists()


def test_records_suggest_beside_the_human_answer(sheet, row):
    found = suggestions_of(sheet)

    assert found["PPC4C"].value == "A"
    assert len(found["PPC4C"].cells) == 9
    assert not Answer.objects.exists()


def test_an_answer_above_the_records_needs_a_reason(sheet, row, member):
    row.obligations.filter(month=4).update(state="open")

    with pytest.raises(DomainError) as refusal:
        say(sheet, "PPC4C", "A", by=member)
    kept = say(sheet, "PPC4C", "A", by=member, note="Lembar April sedang dipindai.")

    assert refusal.value.code == "reason_required"
    assert kept.value == "A"


def test_three_scores_are_three_numbers(sheet, row, member):
    say(sheet, "PPA1A", "Ya", by=member)

    scores = selectors.scores_of(sheet)

    assert scores.verified.total == 0
    assert scores.claimed.total < scores.forecast.total


def test_every_test_has_its_distance(sheet):
    scored = selectors.scores_of(sheet).claimed

    first, second = thresholds.tables_of(scored)

    assert [(t.predicate, len(t.rows), len(t.warnings)) for t in (first, second)] == [
        ("WBK", 12, 12),
        ("WBBM", 12, 12),
    ]
    assert (first.rows[0].value, first.rows[0].distance) == ("0,00", "−75,00")


def test_the_cheapest_way_passes_and_says_what_proves_it(sheet, row):
    instrument = sheet.instrument
    results = {"SPAK": "3.6", "CAPAIAN": "B", "SPKP": "3.4"}
    rows = mapping.by_item(mapping.mapped_rows(mapping.plan_of(sheet), instrument))

    way = thresholds.way_to(instrument, results, "WBK", rows)
    values = results | {step.item: step.best for step in way.steps}

    assert all(r.holds for r in thresholds.tables_of(_score(instrument, values))[0].rows)
    assert not way.beyond
    assert all(step.rows or step.proposal.activity for step in way.steps)


def _score(instrument, values):
    return score(selectors.sheet_of(instrument, values))


def test_a_trial_is_not_kept(client, sheet, member):
    say(sheet, "PPA3A", "D", by=member)
    client.force_login(member)

    page = client.get(
        reverse("assessment:limits", args=[sheet.pk]),
        {"coba": ["PPA3A:A", "PPA3A:Z", "ZZ:A", "PRA1A:x"]},
    )

    assert page.context["tried"] == {"PPA3A": "A"}
    assert Answer.objects.get().value == "D"


def test_the_gap_counts_what_rows_serve(sheet, row):
    served = mapping.by_item(mapping.mapped_rows(mapping.plan_of(sheet), sheet.instrument))

    report = missing.report_of(sheet.instrument, served)

    assert (report.served, report.questions) == (len(served), 110)
    assert sum(len(area.unserved) for area in report.areas) == 110 - len(served)
    assert all(each.proposal.required for area in report.areas for each in area.unserved)


def test_the_luwu_decree_in_the_database_serves_68_questions(sheet, office, coordinator):
    plan = create_from_example(office=office, actor=coordinator, year=2025)

    served = mapping.by_item(mapping.mapped_rows(plan, sheet.instrument))
    report = missing.report_of(sheet.instrument, served)

    assert (report.served, report.questions, report.within) == (68, 110, "35,07")
    assert [area.share for area in report.areas] == [45, 57, 75, 79, 45, 52]


def test_gaps_go_into_an_amendment(sheet, row, coordinator):
    Programme.objects.filter(plan=row.plan).update(area="oversight")

    draft = take_over(assessment=sheet, actor=coordinator, items=["PPE4A", "PPC3A"])
    again = take_over(assessment=sheet, actor=coordinator, items=["PPA4B"])

    added = {r.text: r for r in draft.indicators.exclude(key=row.key)}
    assert draft.is_amendment
    assert again.pk == draft.pk
    assert len(added) == 3
    assert all(r.months for r in added.values())
    assert {tuple(items) for items in RowMap.objects.values_list("items", flat=True)} == {
        ("PPE4A",),
        ("PPC3A",),
        ("PPA4B",),
    }


@pytest.mark.parametrize(("items", "code"), [([], "nothing_chosen"), (["ZZ"], "nothing_chosen")])
def test_nothing_chosen_changes_nothing(sheet, row, coordinator, items, code):
    with pytest.raises(DomainError) as refusal:
        take_over(assessment=sheet, actor=coordinator, items=items)

    assert refusal.value.code == code
    assert row.plan.amendments.count() == 0


def test_without_a_plan_there_is_nothing_to_amend(sheet, coordinator):
    with pytest.raises(DomainError) as refusal:
        take_over(assessment=sheet, actor=coordinator, items=["PPE4A"])

    assert refusal.value.code == "no_plan"


def test_a_reading_is_one_a_day(sheet, member):
    first = take_reading(sheet)
    say(sheet, "PPA1A", "Ya", by=member)
    take_readings()

    reading = Reading.objects.get()
    assert reading.pk == first.pk
    assert (reading.claimed > 0, reading.answered) == (True, 1)
    assert reading.held["WBK"][1] == 12


@pytest.mark.parametrize("count", [1, 3])
def test_facts_are_read_in_as_many_queries_whatever_the_plan(
    sheet, office, count, django_assert_max_num_queries
):
    for _n in range(count):
        ObligationFactory(office=office, accepted=True)

    with django_assert_max_num_queries(10):
        facts_of(sheet)


@pytest.mark.parametrize("name", ["limits", "gap", "rows"])
def test_pages_open(client, sheet, row, coordinator, name):
    client.force_login(coordinator)

    assert client.get(reverse(f"assessment:{name}", args=[sheet.pk])).status_code == 200


def test_a_row_is_mapped_on_its_page(client, sheet, row, coordinator):
    client.force_login(coordinator)
    address = reverse("assessment:row", args=[sheet.pk, row.pk])

    assert client.get(address).status_code == 200
    client.post(address, {"items": ["PPC4C"]})

    assert RowMap.objects.get().items == ["PPC4C"]


def test_gaps_are_taken_over_on_the_page(client, sheet, row, coordinator):
    client.force_login(coordinator)

    answer = client.post(reverse("assessment:take", args=[sheet.pk]), {"baris": ["PPE4A"]})
    refused = client.post(reverse("assessment:take", args=[sheet.pk]), {})

    draft = row.plan.amendments.get()
    assert answer["Location"] == reverse("plans:grid", args=[draft.pk])
    assert refused.status_code == 422


def test_the_suggestion_stands_on_the_page_of_the_question(client, sheet, row, member):
    client.force_login(member)

    page = client.get(reverse("assessment:question", args=[sheet.pk, "PPC4C"]))

    assert page.context["hint"].value == "A"
    assert len(page.context["hint"].strip) == 12
