"""Drafts from nothing, the example and an earlier plan; withdrawing; the decree's data."""

import datetime as dt

import pytest

from lempu.kernel.ledger.models import Entry
from lempu.kernel.offices.tests.factories import MembershipFactory, OfficeFactory, UserFactory
from lempu.kernel.plans import selectors
from lempu.kernel.plans.enums import Origin, PlanState
from lempu.kernel.plans.models import Plan
from lempu.kernel.plans.services import drafts
from lempu.kernel.plans.tests.factories import PlanFactory
from lempu.shared.errors import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return UserFactory()


def acts():
    return list(Entry.objects.values_list("act", flat=True))


def test_blank_is_an_empty_draft(actor):
    plan = drafts.create_blank(office=OfficeFactory(), actor=actor, year=2026)

    assert (plan.state, plan.origin, plan.indicators.count()) == ("draft", Origin.BLANK, 0)
    assert acts() == ["plans.drafted"]


def test_example_has_the_rows_and_not_the_decree(actor):
    plan = drafts.create_from_example(office=OfficeFactory(), actor=actor, year=2026)

    assert plan.indicators.count() == 35
    assert sum(len(row.months) for row in plan.indicators.all()) == 266
    assert (plan.decree_number, plan.year) == ("", 2026)
    assert not plan.indicators.filter(is_suggested=False).exists()


def test_copy_keeps_keys_expectations_and_people_who_are_still_here(actor):
    source = PlanFactory(rows=2, enacted=True)
    here, gone = MembershipFactory(office=source.office), UserFactory()
    row = source.indicators.first()
    row.owners.set([here.user, gone])
    row.coordinators.set([here.user])
    source.indicators.update(expectation="per_event", required=["report"], due_day=None)

    plan = drafts.copy_plan(source=source, actor=actor, year=2026)

    copied = plan.indicators.get(key=row.key)
    assert selectors.as_reading(plan)["programmes"] == selectors.as_reading(source)["programmes"]
    assert (copied.expectation, copied.required, copied.code) == ("per_event", ["report"], row.code)
    assert (list(copied.owners.all()), list(copied.coordinators.all())) == (
        [here.user],
        [here.user],
    )
    assert (plan.decree_number, plan.state) == ("", PlanState.DRAFT)
    assert acts() == ["plans.drafted"]


@pytest.mark.parametrize(
    ("traits", "year", "code"),
    [({"withdrawn": True}, 2026, "withdrawn"), ({}, 2025, "same_year"), ({}, 25, "year_unreal")],
)
def test_copy_refuses(actor, traits, year, code):
    source = PlanFactory(**traits)

    with pytest.raises(DomainError) as refusal:
        drafts.copy_plan(source=source, actor=actor, year=year)

    assert (refusal.value.code, Plan.objects.count()) == (code, 1)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("make", [drafts.create_blank, drafts.create_from_example])
def test_making_refuses_an_unreal_year(actor, make):
    with pytest.raises(DomainError) as refusal:
        make(office=OfficeFactory(), actor=actor, year=25)

    assert refusal.value.code == "year_unreal"
    assert not Plan.objects.exists()


def test_making_one_again_leads_to_the_one_nobody_has_touched(actor):
    office, other = OfficeFactory.create_batch(2)
    source, rival = (
        PlanFactory(office=office, rows=2),
        PlanFactory(office=office, year=2024, rows=1),
    )
    makes = [
        lambda: drafts.create_blank(office=office, actor=actor, year=2026),
        lambda: drafts.create_from_example(office=office, actor=actor, year=2026),
        lambda: drafts.copy_plan(source=source, actor=actor, year=2026),
        lambda: drafts.copy_plan(source=rival, actor=actor, year=2026),
        lambda: drafts.create_blank(office=office, actor=actor, year=2027),
        lambda: drafts.create_blank(office=other, actor=actor, year=2026),
    ]

    first, again = [make() for make in makes], [make() for make in makes]

    assert again == first
    assert len(set(first)) == len(makes)
    assert acts() == ["plans.drafted"] * len(makes)


def test_a_draft_that_was_changed_or_withdrawn_is_not_given_again(actor):
    office = OfficeFactory()
    changed = drafts.create_blank(office=office, actor=actor, year=2026)
    Plan.objects.filter(pk=changed.pk).update(edition=2)
    withdrawn = drafts.create_blank(office=office, actor=actor, year=2026)
    drafts.withdraw_draft(plan=withdrawn, actor=actor, reason="salah")

    third = drafts.create_blank(office=office, actor=actor, year=2026)

    assert len({changed.pk, withdrawn.pk, third.pk}) == 3


def test_withdraw_keeps_the_rows(actor):
    plan = PlanFactory(rows=1)

    drafts.withdraw_draft(plan=plan, actor=actor, reason="salah tahun")

    plan.refresh_from_db()
    assert (plan.state, plan.indicators.count()) == (PlanState.WITHDRAWN, 1)
    assert acts() == ["plans.withdrawn"]


@pytest.mark.parametrize(
    ("traits", "reason", "code"),
    [({"enacted": True}, "x", "not_draft"), ({}, " ", "reason_required")],
)
def test_withdraw_refuses(actor, traits, reason, code):
    plan = PlanFactory(**traits)
    before = plan.state

    with pytest.raises(DomainError) as refusal:
        drafts.withdraw_draft(plan=plan, actor=actor, reason=reason)

    plan.refresh_from_db()
    assert (refusal.value.code, plan.state) == (code, before)
    assert not Entry.objects.exists()


def test_decree_is_changed_and_no_name_stands_in_the_ledger(actor):
    plan = PlanFactory()

    drafts.change_decree(
        plan=plan,
        actor=actor,
        edition=1,
        year=2026,
        number="7",
        date=dt.date(2026, 1, 8),
        signatory_name="Nama Ketua",
    )

    plan.refresh_from_db()
    assert (plan.year, plan.decree_number, plan.edition) == (2026, "7", 2)
    assert "Nama Ketua" not in Entry.objects.get().body


@pytest.mark.parametrize(
    ("traits", "edition", "year", "code"),
    [
        ({"enacted": True}, 1, 2025, "not_draft"),
        ({}, 9, 2025, "edition_changed"),
        ({}, 1, 25, "year_unreal"),
    ],
)
def test_decree_refuses(actor, traits, edition, year, code):
    plan = PlanFactory(**traits)

    with pytest.raises(DomainError) as refusal:
        drafts.change_decree(plan=plan, actor=actor, edition=edition, year=year)

    assert refusal.value.code == code
    assert not Entry.objects.exists()
