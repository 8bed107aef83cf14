"""Enacting: what it makes, each refusal, and two people at the same moment."""

import json
import subprocess
import sys

import pytest

from lempu.kernel.ledger.models import Entry
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.services import enact_plan
from lempu.kernel.offices.tests.factories import UserFactory
from lempu.kernel.plans.enums import DueRule, PlanState
from lempu.kernel.plans.tests.factories import (
    IndicatorFactory,
    PlanFactory,
    PlanFindingFactory,
)
from lempu.shared.errors import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return UserFactory()


def test_every_tick_becomes_an_obligation_with_its_due_date(actor):
    plan = PlanFactory()
    IndicatorFactory(plan=plan, months=[1, 3])
    IndicatorFactory(plan=plan, months=[2], due_rule=DueRule.NEXT_MONTH_DAY, due_day=10)
    IndicatorFactory(plan=plan, months=[])

    plan = enact_plan(plan=plan, actor=actor, edition=1)

    made = Obligation.objects.order_by("month").values_list("month", "due_on")
    # 31 March to 7 April 2025 were Eid days and joint leave.
    assert [(month, due.isoformat()) for month, due in made] == [
        (1, "2025-01-31"),
        (2, "2025-03-10"),
        (3, "2025-04-08"),
    ]
    assert (plan.state, plan.enacted_by) == (PlanState.ENACTED, actor)
    assert list(Entry.objects.values_list("act", flat=True)) == ["plans.enacted"]


def undecided(plan):
    PlanFindingFactory(plan=plan, indicator=plan.indicators.first())


def without_ticks(plan):
    plan.indicators.update(months=[])


def year_taken(plan):
    PlanFactory(office=plan.office, enacted=True)


def withdrawn(plan):
    type(plan).objects.filter(pk=plan.pk).update(state=PlanState.WITHDRAWN)


def nothing(plan):
    return None


@pytest.mark.parametrize(
    ("spoil", "edition", "code"),
    [
        (withdrawn, 1, "not_draft"),
        (nothing, 2, "edition_changed"),
        (year_taken, 1, "year_taken"),
        (undecided, 1, "undecided"),
        (without_ticks, 1, "no_ticks"),
    ],
)
def test_enacting_refuses_and_makes_nothing(actor, spoil, edition, code):
    plan = PlanFactory(rows=2)
    spoil(plan)
    plan.refresh_from_db()
    before = plan.state

    with pytest.raises(DomainError) as refusal:
        enact_plan(plan=plan, actor=actor, edition=edition)

    plan.refresh_from_db()
    assert (refusal.value.code, plan.state) == (code, before)
    assert not Obligation.objects.exists()
    assert not Entry.objects.exists()


def test_of_two_who_begin_or_enact_at_once_one_is_told(own_database):
    command = [sys.executable, "-m", "lempu.kernel.obligations.tests.race"]
    done = subprocess.run(command, env=own_database, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "drafts": 1,
        "same": ["enacted", "not_draft"],
        "rivals": ["enacted", "year_taken"],
        "obligations": 3 + 2,
        "entries": 2,
    }
