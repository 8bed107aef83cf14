"""Editing a draft: effects, codes made anew, each refusal, one ledger entry an act."""

import json

import pytest

from lempu.kernel.ledger.models import Entry
from lempu.kernel.offices.tests.factories import (
    MembershipFactory,
    OfficeFactory,
    UnitFactory,
    UserFactory,
)
from lempu.kernel.plans.enums import Choice, DueRule, Expectation, Level, PlanState
from lempu.kernel.plans.services import assignments, findings, outline, rows
from lempu.kernel.plans.tests.factories import (
    CUT_WORD,
    ActivityFactory,
    IndicatorFactory,
    PlanFactory,
    PlanFindingFactory,
    ProgrammeFactory,
    SubActivityFactory,
)
from lempu.shared.errors import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return UserFactory()


@pytest.fixture
def plan():
    return PlanFactory(rows=3)


def row_of(plan, order=1):
    return plan.indicators.get(order=order)


def codes(plan):
    return list(plan.indicators.order_by("order").values_list("code", "text"))


def last_payload():
    return json.loads(Entry.objects.latest("seq").body)["payload"]


def test_set_ticks_changes_only_what_differs(plan, actor):
    first, second = row_of(plan, 1), row_of(plan, 2)

    plan = rows.set_ticks(
        plan=plan, actor=actor, edition=1, months={first.pk: [3, 1, 3], second.pk: [1]}
    )

    first.refresh_from_db()
    assert (first.months, plan.edition) == ([1, 3], 2)
    assert [line["to"] for line in last_payload()["rows"]] == [[1, 3]]
    assert Entry.objects.count() == 1


def test_set_ticks_without_a_difference_writes_nothing(plan, actor):
    plan = rows.set_ticks(plan=plan, actor=actor, edition=1, months={row_of(plan).pk: [1]})

    assert plan.edition == 1
    assert not Entry.objects.exists()


def test_set_month_ticks_and_unticks(plan, actor):
    row = rows.set_month(indicator=row_of(plan), actor=actor, edition=1, month=2, ticked=True)
    assert row.months == [1, 2]

    row = rows.set_month(indicator=row, actor=actor, edition=2, month=1, ticked=False)
    assert (row.months, row.plan.edition) == ([2], 3)


def test_ticking_a_row_decides_its_finding(plan, actor):
    row = row_of(plan)
    finding = PlanFindingFactory(plan=plan, indicator=row)

    rows.set_ticks(plan=plan, actor=actor, edition=1, months={row.pk: [5]})

    finding.refresh_from_db()
    assert finding.decision == Choice.EDITED


def tick(plan, actor, edition, months=(2,)):
    rows.set_ticks(plan=plan, actor=actor, edition=edition, months={row_of(plan).pk: months})


def say(plan, actor, edition, text="Baru"):
    rows.change_text(
        level=Level.INDICATOR, pk=row_of(plan).pk, actor=actor, edition=edition, text=text
    )


def expect(plan, actor, edition, rule=DueRule.MONTH_END, day=None, unit=None):
    rows.change_expectation(
        indicator=row_of(plan),
        actor=actor,
        edition=edition,
        expectation=Expectation.ONCE,
        required=["decree"],
        due_rule=rule,
        due_day=day,
        unit=unit,
    )


def accept(plan, actor, edition):
    rows.accept_suggestions(plan=plan, actor=actor, edition=edition)


def add(plan, actor, edition, indicator="I"):
    outline.add_row(
        plan=plan,
        actor=actor,
        edition=edition,
        programme="P",
        activity="A",
        sub_activity="S",
        indicator=indicator,
    )


def add_below(plan, actor, edition):
    pk = plan.programmes.first().pk
    outline.add_below(
        level=Level.PROGRAMME, pk=pk, actor=actor, edition=edition, words=["A", "S", "I"]
    )


def move(plan, actor, edition, up=False):
    pk = plan.programmes.order_by("position").first().pk
    outline.move(level=Level.PROGRAMME, pk=pk, actor=actor, edition=edition, up=up)


def remove(plan, actor, edition):
    outline.remove(level=Level.INDICATOR, pk=row_of(plan).pk, actor=actor, edition=edition)


def decide(plan, actor, edition, choice="all_months"):
    finding = plan.findings.first() or PlanFindingFactory(plan=plan, indicator=row_of(plan))
    findings.decide(finding=finding, actor=actor, edition=edition, choice=choice)


EDITS = [tick, say, expect, accept, add, add_below, move, remove, decide]


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize(
    ("state", "edition", "code"),
    [(PlanState.WITHDRAWN, 1, "not_draft"), (PlanState.DRAFT, 7, "edition_changed")],
)
def test_edits_refuse_a_locked_and_a_changed_plan(plan, actor, edit, state, edition, code):
    type(plan).objects.filter(pk=plan.pk).update(state=state)
    before = codes(plan)

    with pytest.raises(DomainError) as refusal:
        edit(plan, actor, edition)

    assert (refusal.value.code, codes(plan)) == (code, before)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_raises_the_edition_and_writes_one_entry(plan, actor, edit):
    plan.indicators.update(is_suggested=True)

    edit(plan, actor, 1)

    plan.refresh_from_db()
    assert plan.edition == 2
    assert list(Entry.objects.values_list("act", flat=True)) == ["plans.edited"]


@pytest.mark.parametrize(
    ("edit", "rest", "code"),
    [
        (tick, {"months": [13]}, "month_unreal"),
        (say, {"text": "  "}, "text_required"),
        (expect, {"rule": DueRule.NEXT_MONTH_DAY}, "day_unreal"),
        (expect, {"rule": DueRule.NEXT_MONTH_DAY, "day": 32}, "day_unreal"),
        (accept, {}, "none_suggested"),
        (add, {"indicator": " "}, "text_required"),
        (move, {"up": True}, "at_the_end"),
        (decide, {"choice": "once"}, "choice_unknown"),
        (decide, {"choice": "choose_months"}, "months_missing"),
    ],
)
def test_edits_refuse_what_makes_no_sense(plan, actor, edit, rest, code):
    with pytest.raises(DomainError) as refusal:
        edit(plan, actor, 1, **rest)

    plan.refresh_from_db()
    assert (refusal.value.code, plan.edition) == (code, 1)
    assert not Entry.objects.exists()


def test_ticks_refuse_rows_of_another_plan(plan, actor):
    stranger = IndicatorFactory()

    with pytest.raises(DomainError) as refusal:
        rows.set_ticks(plan=plan, actor=actor, edition=1, months={stranger.pk: [2]})

    assert refusal.value.code == "row_unknown"


def test_expectation_refuses_a_unit_of_another_office(plan, actor):
    with pytest.raises(DomainError) as refusal:
        expect(plan, actor, 1, unit=UnitFactory())

    assert refusal.value.code == "foreign_unit"


def test_expectation_is_set_and_confirmed(plan, actor):
    plan.indicators.update(is_suggested=True)
    unit = UnitFactory(office=plan.office)

    expect(plan, actor, 1, rule=DueRule.NEXT_MONTH_DAY, day=10, unit=unit)

    row = row_of(plan)
    assert (row.expectation, row.required, row.due_day) == ("once", ["decree"], 10)
    assert (row.unit, row.is_suggested) == (unit, False)


def test_accepting_one_suggestion_leaves_the_others(plan, actor):
    plan.indicators.update(is_suggested=True)

    rows.accept_suggestions(plan=plan, actor=actor, edition=1, indicator=row_of(plan, 2))

    assert list(plan.indicators.filter(is_suggested=False)) == [row_of(plan, 2)]


def test_words_of_every_level_and_parts(plan, actor):
    sub = row_of(plan).sub_activity
    nodes = [
        (Level.PROGRAMME, sub.activity.programme, "name"),
        (Level.ACTIVITY, sub.activity, "name"),
        (Level.SUB_ACTIVITY, sub, "name"),
        (Level.INDICATOR, row_of(plan), "text"),
    ]
    for edition, (level, node, name) in enumerate(nodes, 1):
        rows.change_text(
            level=level,
            pk=node.pk,
            actor=actor,
            edition=edition,
            text=f" Kata \n {level} ",
            parts=["a ", "", " b"],
        )
        node.refresh_from_db()
        assert getattr(node, name) == f"Kata {level.value}"
    sub.refresh_from_db()
    assert sub.parts == ["a", "b"]


def test_added_rows_get_numbers_codes_and_a_suggestion(plan, actor):
    new = outline.add_row(
        plan=plan,
        actor=actor,
        edition=1,
        programme="Manajemen Perubahan",
        activity="A",
        sub_activity="Rapat",
        indicator="Terlaksananya rapat",
    )
    top = new.sub_activity.activity.programme
    second = outline.add_below(
        level=Level.SUB_ACTIVITY, pk=new.sub_activity.pk, actor=actor, edition=2, words=["Lagi"]
    )
    third = outline.add_below(
        level=Level.PROGRAMME, pk=top.pk, actor=actor, edition=3, words=["B", "S", "I"]
    )

    new.refresh_from_db()
    assert [new.code, second.code, third.code] == ["4.1a", "4.1b", "4.2"]
    assert (new.is_suggested, bool(new.suggestion), new.order) == (True, True, 4)


def test_moving_changes_places_and_codes(plan, actor):
    move(plan, actor, 1)

    assert codes(plan) == [("1.1", "Indikator 2"), ("2.1", "Indikator 1"), ("3.1", "Indikator 3")]


def test_moving_indicators_activities_and_sub_activities(actor):
    plan = PlanFactory()
    programme = ProgrammeFactory(plan=plan)
    one, two = ActivityFactory.create_batch(2, programme=programme)
    first, second = SubActivityFactory.create_batch(2, activity=one)
    a = IndicatorFactory(plan=plan, sub_activity=first, text="a")
    b = IndicatorFactory(plan=plan, sub_activity=first, text="b")
    c = IndicatorFactory(plan=plan, sub_activity=second, text="c")
    IndicatorFactory(plan=plan, sub_activity=SubActivityFactory(activity=two), text="d")

    outline.move(level=Level.INDICATOR, pk=b.pk, actor=actor, edition=1, up=True)
    assert codes(plan) == [("1.1a", "b"), ("1.1b", "a"), ("1.1c", "c"), ("1.2", "d")]

    # An indicator alone in its sub-activity takes it along.
    outline.move(level=Level.INDICATOR, pk=c.pk, actor=actor, edition=2, up=True)
    assert codes(plan) == [("1.1a", "c"), ("1.1b", "b"), ("1.1c", "a"), ("1.2", "d")]

    outline.move(level=Level.ACTIVITY, pk=two.pk, actor=actor, edition=3, up=True)
    assert codes(plan)[0] == ("1.1", "d")
    assert a.pk


def test_removing_takes_what_is_left_empty_and_keeps_its_words(plan, actor):
    row = row_of(plan, 2)

    outline.remove(level=Level.INDICATOR, pk=row.pk, actor=actor, edition=1)

    assert codes(plan) == [("1.1", "Indikator 1"), ("2.1", "Indikator 3")]
    assert plan.programmes.count() == 2
    assert last_payload()["rows"] == [{"key": str(row.key), "months": [1], "text": "Indikator 2"}]


def test_removing_a_row_ends_its_finding(plan, actor):
    PlanFindingFactory(plan=plan, indicator=row_of(plan))

    remove(plan, actor, 1)

    assert not plan.findings.exists()


def test_decide_on_a_draft_uses_the_proposal(plan, actor):
    row = row_of(plan)
    rows.change_text(level=Level.INDICATOR, pk=row.pk, actor=actor, edition=1, text="Produk huku")
    finding = PlanFindingFactory(
        plan=plan, indicator=row, content=CUT_WORD, severity="look", code="cut_word"
    )

    findings.decide(finding=finding, actor=actor, edition=2, choice=Choice.USE_PROPOSAL)

    row.refresh_from_db()
    assert row.text == "Produk hukum"


@pytest.mark.parametrize(
    ("field", "model"), [("programme", "name"), ("activity", "name"), ("sub_activity", "name")]
)
def test_a_proposal_lands_in_the_words_it_speaks_of(plan, actor, field, model):
    row = row_of(plan)
    sub = row.sub_activity
    node = {"programme": sub.activity.programme, "activity": sub.activity, "sub_activity": sub}[
        field
    ]
    content = {**CUT_WORD, "field": field, "span": "1", "proposal": "satu"}
    finding = PlanFindingFactory(plan=plan, indicator=row, content=content, severity="look")

    findings.decide(finding=finding, actor=actor, edition=1, choice=Choice.USE_PROPOSAL)

    node.refresh_from_db()
    assert node.name.endswith("satu")


def test_a_proposal_for_a_part(plan, actor):
    row = row_of(plan)
    row.sub_activity.parts = ["Melakukan pemantuan", "Lain"]
    row.sub_activity.save()
    content = {**CUT_WORD, "field": "part", "span": "pemantuan", "proposal": "pemantauan"}
    finding = PlanFindingFactory(plan=plan, indicator=row, content=content, severity="look")

    findings.decide(finding=finding, actor=actor, edition=1, choice=Choice.USE_PROPOSAL)

    row.sub_activity.refresh_from_db()
    assert row.sub_activity.parts == ["Melakukan pemantauan", "Lain"]


@pytest.mark.parametrize(
    ("finding", "offered"),
    [
        ({"severity": "must", "row": "1.1"}, ["all_months", "choose_months", "leave_empty"]),
        ({"severity": "must", "row": None}, ["keep"]),
        ({"severity": "look", "row": "1.1"}, []),
        (CUT_WORD, ["use_proposal", "keep"]),
        ({"severity": "must", "row": "1.1", "options": ["once", "unknown"]}, ["once"]),
    ],
)
def test_what_must_be_decided_can_be(finding, offered):
    assert findings.choices_for(finding) == offered


def test_owners_may_change_after_enactment(actor):
    office = OfficeFactory()
    row = IndicatorFactory(plan=PlanFactory(office=office, enacted=True))
    owner = MembershipFactory(office=office).user
    other = MembershipFactory(office=office, coordinator=True).user
    unit = UnitFactory(office=office)

    assignments.set_owners(
        indicator=row, actor=actor, owners=[owner], coordinators=[other], unit=unit
    )

    row.refresh_from_db()
    assert (list(row.owners.all()), list(row.coordinators.all()), row.unit) == (
        [owner],
        [other],
        unit,
    )
    assert last_payload()["owners"] == [owner.pk]


def test_owners_of_many_rows_at_once(plan, actor):
    owner = MembershipFactory(office=plan.office).user
    chosen = [row_of(plan, 1), row_of(plan, 3)]

    count = assignments.set_owners_of_many(
        plan=plan, actor=actor, indicators=chosen, owners=[owner]
    )

    assert count == 2
    assert set(owner.owned_rows.all()) == set(chosen)
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("code", ["withdrawn", "foreign_person", "foreign_unit"])
def test_owners_refused(actor, code):
    plan = PlanFactory(withdrawn=code == "withdrawn")
    row = IndicatorFactory(plan=plan)
    owners = [MembershipFactory().user] if code == "foreign_person" else []
    unit = UnitFactory() if code == "foreign_unit" else None

    with pytest.raises(DomainError) as refusal:
        assignments.set_owners(
            indicator=row, actor=actor, owners=owners, coordinators=[], unit=unit
        )

    assert (refusal.value.code, row.owners.count()) == (code, 0)
    assert not Entry.objects.exists()
