"""Amending: what stays, what goes on, what is withdrawn, what is new, and every refusal."""

import datetime as dt
import json

import pytest
import time_machine

from lempu.kernel.evidence.tests.factories import EvidenceFactory
from lempu.kernel.ledger.models import Entry
from lempu.kernel.obligations.enums import Fate, State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.selectors.fates import change_by
from lempu.kernel.obligations.services import enact_plan, lock, state_undone
from lempu.kernel.obligations.services.amending import enact_amendment
from lempu.kernel.obligations.tests.amended import amendment_of, plan_in_force, rows, tick
from lempu.kernel.offices.tests.factories import UserFactory
from lempu.kernel.plans.enums import DueRule, PlanState
from lempu.kernel.plans.models import Plan
from lempu.kernel.plans.services import drafts
from lempu.kernel.plans.tests.factories import IndicatorFactory, PlanFindingFactory
from lempu.shared.errors import DomainError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_june")]


@pytest.fixture
def in_june():
    with time_machine.travel(dt.datetime(2025, 6, 10, 4, tzinfo=dt.UTC), tick=False):
        yield


def enact(draft, **rest):
    return enact_amendment(plan=draft, actor=UserFactory(), edition=draft.edition, **rest)


def of(plan, month):
    return Obligation.objects.get(plan=plan, month=month)


def test_what_goes_on_is_carried_over_with_state_evidence_and_due_date():
    plan = plan_in_force([5, 8])
    proved = of(plan, 5)
    Obligation.objects.filter(pk=proved.pk).update(state=State.ACCEPTED, was_late=True)
    piece = EvidenceFactory(obligation=proved)
    draft = amendment_of(plan)
    tick(rows(draft)[0], 5, 8, 11)

    new = enact(draft)

    kept = Obligation.objects.get(pk=proved.pk)
    assert (kept.plan, kept.indicator, kept.state) == (new, rows(new)[0], State.ACCEPTED)
    assert (kept.was_late, kept.due_on) == (True, proved.due_on)
    assert list(kept.evidence.all()) == [piece]
    assert sorted(new.obligations.values_list("month", flat=True)) == [5, 8, 11]
    assert not plan.obligations.exists()


def test_the_old_version_is_replaced_and_one_entry_tells_the_change():
    plan = plan_in_force([5, 8], [1])
    draft = amendment_of(plan)
    tick(rows(draft)[0], 5, 9)
    before = Entry.objects.count()

    new = enact(draft)

    plan.refresh_from_db()
    entry = Entry.objects.latest("seq")
    told = json.loads(entry.body)["payload"]
    assert (plan.state, new.state, new.version) == (PlanState.SUPERSEDED, PlanState.ENACTED, 2)
    assert (entry.act, Entry.objects.count() - before) == ("plans.amended", 1)
    assert (told["version"], told["decree"], told["amended_decree"]) == (2, "12", "4")
    key = str(rows(new)[0].key)
    assert told["difference"]["months"] == [{"key": key, "added": [9], "removed": [8]}]
    assert told["obligations"] == {
        "carried": 2,
        "kept": [],
        "withdrawn": [Obligation.objects.get(month=8).pk],
        "made": 1,
        "past": "",
    }


STATES = [State.SUBMITTED, State.RETURNED, State.ACCEPTED, State.NIL, State.UNDONE]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("ends", ["month", "row"])
def test_what_was_proved_stays_when_its_month_or_row_ends(state, ends):
    plan = plan_in_force([5, 8], [1])
    Obligation.objects.filter(month=5).update(state=state, undone_reason="Ditunda.")
    draft = amendment_of(plan)
    if ends == "row":
        rows(draft)[0].delete()
    else:
        tick(rows(draft)[0], 8)

    new = enact(draft)

    kept = Obligation.objects.get(month=5)
    assert (kept.plan, kept.state, kept.is_former) == (new, state, True)


def test_open_work_with_files_stays_and_without_is_withdrawn():
    plan = plan_in_force([5, 7, 8], [1])
    EvidenceFactory(obligation=of(plan, 7))
    draft = amendment_of(plan)
    rows(draft)[0].delete()

    new = enact(draft)

    states = dict(Obligation.objects.exclude(month=1).values_list("month", "state"))
    assert states == {5: State.WITHDRAWN, 7: State.OPEN, 8: State.WITHDRAWN}
    assert set(plan.obligations.values_list("month", flat=True)) == {5, 8}
    assert set(new.obligations.values_list("month", flat=True)) == {1, 7}


def test_what_is_withdrawn_says_that_it_was_late():
    plan = plan_in_force([5, 8], [1])
    draft = amendment_of(plan)
    rows(draft)[0].delete()

    enact(draft)

    late = dict(Obligation.objects.exclude(month=1).values_list("month", "was_late"))
    assert late == {5: True, 8: False}


def test_nobody_can_act_on_what_was_withdrawn():
    plan = plan_in_force([5], [1])
    draft = amendment_of(plan)
    rows(draft)[0].delete()
    enact(draft)
    gone = Obligation.objects.get(month=5)

    with pytest.raises(DomainError) as refusal:
        state_undone(obligation=gone, actor=UserFactory(), reason="Ditunda.")

    assert refusal.value.code == "withdrawn_by_amendment"
    with pytest.raises(DomainError):
        lock(gone)


def test_ticks_before_the_month_of_the_decree_are_asked_about():
    plan = plan_in_force([8])
    draft = amendment_of(plan)
    tick(rows(draft)[0], 3, 6, 8)

    change = change_by(draft)

    fates = {month.month: month.fate for _row, month in change.of(*Fate)}
    assert fates == {3: Fate.PAST, 6: Fate.NEW, 8: Fate.CARRIED}


@pytest.mark.parametrize(("past", "months"), [("skip", [6, 8]), ("make", [3, 6, 8])])
def test_past_ticks_are_owed_only_when_a_person_says_so(past, months):
    plan = plan_in_force([8])
    draft = amendment_of(plan)
    tick(rows(draft)[0], 3, 6, 8)

    new = enact(draft, past=past)

    assert sorted(new.obligations.values_list("month", flat=True)) == months
    assert rows(new)[0].months == [3, 6, 8]


def test_a_tick_skipped_once_is_not_asked_about_again():
    plan = plan_in_force([8])
    draft = amendment_of(plan)
    tick(rows(draft)[0], 3, 8)
    second = enact(draft, past="skip")
    third = amendment_of(second, date=dt.date(2025, 6, 9))
    tick(rows(third)[0], 3, 8, 12)

    new = enact(third)

    assert sorted(new.obligations.values_list("month", flat=True)) == [8, 12]


def test_proof_kept_once_is_kept_by_the_next_amendment_too():
    plan = plan_in_force([5], [8])
    Obligation.objects.filter(month=5).update(state=State.ACCEPTED)
    draft = amendment_of(plan)
    rows(draft)[0].delete()
    second = enact(draft)
    third = amendment_of(second, date=dt.date(2025, 6, 9))
    tick(rows(third)[0], 9)

    foreseen = change_by(third)
    new = enact(third)

    kept = Obligation.objects.get(month=5)
    assert (kept.plan, kept.state, kept.indicator.plan) == (new, State.ACCEPTED, plan)
    assert [month.month for _row, month in foreseen.of(Fate.KEPT)] == []


def test_another_rule_moves_the_due_date_of_open_months_only():
    plan = plan_in_force([4, 8])
    draft = amendment_of(plan)
    row = rows(draft)[0]
    row.due_rule, row.due_day = DueRule.NEXT_MONTH_DAY, 10
    row.save()
    before = of(plan, 4).due_on

    new = enact(draft)

    assert (of(new, 4).due_on, of(new, 8).due_on) == (before, dt.date(2025, 9, 10))


def changed(draft):
    tick(rows(draft)[0], 9)


def as_it_was(draft):
    return None


def without_number(draft):
    changed(draft)
    Plan.objects.filter(pk=draft.pk).update(decree_number="")


def without_date(draft):
    changed(draft)
    Plan.objects.filter(pk=draft.pk).update(decree_date=None)


def without_file(draft):
    changed(draft)
    Plan.objects.filter(pk=draft.pk).update(source_file=None)


def same_decree(draft):
    changed(draft)
    old = draft.amends
    facts = {"decree_number": old.decree_number, "decree_date": old.decree_date}
    Plan.objects.filter(pk=draft.pk).update(**facts)


def older(draft):
    changed(draft)
    Plan.objects.filter(pk=draft.pk).update(decree_date=dt.date(2025, 1, 2))


def undecided(draft):
    changed(draft)
    PlanFindingFactory(plan=draft, indicator=rows(draft)[0])


def without_ticks(draft):
    draft.indicators.update(months=[])


def past(draft):
    tick(rows(draft)[0], 2, 8)


def withdrawn(draft):
    Plan.objects.filter(pk=draft.pk).update(state=PlanState.WITHDRAWN)


def replaced(draft):
    changed(draft)
    Plan.objects.filter(pk=draft.amends_id).update(state=PlanState.SUPERSEDED)


@pytest.mark.parametrize(
    ("spoil", "edition", "code"),
    [
        (changed, 7, "edition_changed"),
        (withdrawn, 1, "not_draft"),
        (replaced, 1, "superseded"),
        (without_number, 1, "decree_missing"),
        (without_date, 1, "decree_missing"),
        (without_file, 1, "file_missing"),
        (same_decree, 1, "same_decree"),
        (older, 1, "decree_older"),
        (undecided, 1, "undecided"),
        (without_ticks, 1, "no_ticks"),
        (as_it_was, 1, "nothing_changed"),
        (past, 1, "past_undecided"),
    ],
)
def test_enacting_an_amendment_refuses_and_leaves_everything(spoil, edition, code):
    plan = plan_in_force([8], [1])
    draft = amendment_of(plan)
    spoil(draft)
    before = list(Obligation.objects.order_by("pk").values())
    entries = Entry.objects.count()

    with pytest.raises(DomainError) as refusal:
        enact_amendment(plan=draft, actor=UserFactory(), edition=edition)

    assert refusal.value.code == code
    assert list(Obligation.objects.order_by("pk").values()) == before
    assert Entry.objects.count() == entries


def test_a_first_version_is_not_enacted_as_an_amendment_nor_the_other_way_round():
    plan = plan_in_force([8])
    draft = amendment_of(plan)
    blank = drafts.create_blank(office=plan.office, actor=UserFactory(), year=2026)

    with pytest.raises(DomainError) as one:
        enact(blank)
    with pytest.raises(DomainError) as other:
        enact_plan(plan=draft, actor=UserFactory(), edition=draft.edition)

    assert (one.value.code, other.value.code) == ("not_amendment", "is_amendment")


def test_enacting_twice_is_refused():
    plan = plan_in_force([8])
    draft = amendment_of(plan)
    changed(draft)
    enact(draft)

    with pytest.raises(DomainError) as refusal:
        enact(draft)

    assert refusal.value.code in {"not_draft", "superseded"}
    assert Obligation.objects.counted().count() == 1


def test_what_changes_is_foreseen_in_as_many_queries_for_many_rows(django_assert_num_queries):
    one, many = plan_in_force([8]), plan_in_force(*([[3, 8]] * 7))
    drafts_of = [amendment_of(one), amendment_of(many)]
    for draft in drafts_of:
        IndicatorFactory(plan=draft, months=[11])
        tick(rows(draft)[0], 9)
    plans = Plan.objects.select_related("amends", "office")

    change_by(plans.get(pk=drafts_of[0].pk))  # the calendar of days off is read once
    for draft in plans.filter(pk__in=[d.pk for d in drafts_of]):
        with django_assert_num_queries(5):
            assert change_by(draft).touched
