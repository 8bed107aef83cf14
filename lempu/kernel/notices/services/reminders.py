"""The steps of an obligation: due soon, late for the coordinator, late for the leader."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from lempu.kernel.accounts.models import User
from lempu.kernel.notices.enums import Kind
from lempu.kernel.notices.models import Reminder, Rules
from lempu.kernel.notices.selectors.days import OfficeDays
from lempu.kernel.notices.selectors.people import Team, with_people
from lempu.kernel.notices.services.telling import tell
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.enums import PlanState

COORDINATOR, LEADER = "coordinator", "leader"


def remind_offices(now: dt.datetime) -> int:
    """Look at every office with a plan that has not been looked at on its own day; how many were."""
    with_plan = Office.objects.filter(plans__state=PlanState.ENACTED).distinct()
    seen = {row.pk: row.reminded_on or dt.date.min for row in Rules.objects.all()}
    looked = 0
    for office in with_plan:
        days = OfficeDays(office)
        day = days.local(now).date()
        if seen.get(office.pk, dt.date.min) < day and days.works_on(day):
            looked += remind_office(office=office, day=day)
    return looked


@transaction.atomic
def remind_office(*, office: Office, day: dt.date) -> bool:
    """Note which obligations reached a step by ``day`` and tell the people concerned.

    Does its work once a day, whoever calls it how often (False when it was done), and each step of
    an obligation once ever. Nothing is told on a day off: the caller waits for a working day.
    """
    Rules.objects.get_or_create(office=office)
    unseen = Q(reminded_on=None) | Q(reminded_on__lt=day)
    if not Rules.objects.filter(unseen, office=office).update(reminded_on=day):
        return False
    rules = Rules.objects.get(office=office)
    reached = _reached(office, rules, day)
    team = Team(office, day)
    _tell_due(office, reached, team)
    for step, working_days in ((COORDINATOR, rules.late_coordinator), (LEADER, rules.late_leader)):
        _tell_late(
            office, [row for row, name in reached if name == step], team, step, day, working_days
        )
    return True


def _reached(office: Office, rules: Rules, day: dt.date) -> list[tuple[Obligation, str]]:
    """Open obligations with the steps they reached and were not reminded of; notes them."""
    days = OfficeDays(office)
    horizon = days.after(day, max(rules.days_before, default=0)) + dt.timedelta(days=7)
    open_rows = Obligation.objects.filter(office=office, state=State.OPEN, due_on__lte=horizon)
    rows = with_people(open_rows)
    steps = {due_on: _steps(days, rules, day, due_on) for due_on in {row.due_on for row in rows}}
    told = set(
        Reminder.objects.filter(obligation__in=open_rows).values_list("obligation_id", "step")
    )
    found = [
        (row, step) for row in rows for step in steps[row.due_on] if (row.pk, step) not in told
    ]
    Reminder.objects.bulk_create(
        [Reminder(obligation=row, step=step, day=day) for row, step in found]
    )
    return found


def _steps(days: OfficeDays, rules: Rules, day: dt.date, due_on: dt.date) -> list[str]:
    before = days.step_before(day, due_on, rules.days_before)
    if before is not None:
        return [f"before-{before}"]
    late = ((COORDINATOR, rules.late_coordinator), (LEADER, rules.late_leader))
    return [step for step, count in late if count and days.after(due_on, count) <= day]


@dataclass(slots=True)
class _Heap:
    """What one person is told at once."""

    rows: list[Obligation]
    names: set[str]


def _heaps(pairs: list[tuple[User, Obligation, list[User]]]) -> dict[User, _Heap]:
    found: dict[User, _Heap] = {}
    for reader, row, owners in pairs:
        heap = found.setdefault(reader, _Heap([], set()))
        heap.rows.append(row)
        heap.names |= {owner.name for owner in owners}
    return found


def _tell_due(office: Office, reached: list[tuple[Obligation, str]], team: Team) -> None:
    groups: dict[tuple[dt.date, str], list[tuple[User, Obligation, list[User]]]] = defaultdict(list)
    for row, step in reached:
        if step in (COORDINATOR, LEADER):
            continue
        for owner in team.those_who_deliver(row):
            groups[row.due_on, step].append((owner, row, []))
    for (due_on, step), pairs in groups.items():
        for reader, heap in _heaps(pairs).items():
            tell(
                user=reader,
                office=office,
                kind=Kind.DUE_SOON,
                key=f"due:{due_on}:{step}",
                due_on=str(due_on),
                count=len(heap.rows),
                rows=[row.pk for row in heap.rows],
            )


def _tell_late(
    office: Office,
    rows: list[Obligation],
    team: Team,
    step: str,
    day: dt.date,
    working_days: int,
) -> None:
    """Tell the coordinator or the leader, and the owners that they were told."""
    above: list[tuple[User, Obligation, list[User]]] = []
    below: list[tuple[User, Obligation, list[User]]] = []
    for row in rows:
        owners = team.those_who_deliver(row)
        told = team.those_who_coordinate(row) if step == COORDINATOR else team.those_who_lead()
        above += [(reader, row, owners) for reader in told]
        below += [(owner, row, []) for owner in owners if owner not in told]
    kind = Kind.LATE_COORDINATOR if step == COORDINATOR else Kind.LATE_LEADER
    for reader, heap in _heaps(above).items():
        tell(
            user=reader,
            office=office,
            kind=kind,
            key=f"late:{step}:{day}",
            count=len(heap.rows),
            days=working_days,
            names=sorted(heap.names),
            rows=[row.pk for row in heap.rows],
        )
    for reader, heap in _heaps(below).items():
        tell(
            user=reader,
            office=office,
            kind=Kind.LATE,
            key=f"own:{step}:{day}",
            count=len(heap.rows),
            told=step,
            rows=[row.pk for row in heap.rows],
        )
