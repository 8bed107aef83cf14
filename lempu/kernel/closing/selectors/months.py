"""Months that have ended and wait to be closed."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, Max, OuterRef, Q

from lempu.kernel.closing.models import MonthClose
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation
from lempu.shared.periods import Month

if TYPE_CHECKING:
    from lempu.kernel.offices.models import Office
    from lempu.kernel.plans.models import Plan


@dataclass(frozen=True, slots=True)
class OpenMonth:
    """A month that should be closed; ``unproved`` obligations of it will ask for a reason."""

    plan_id: int
    month: Month
    since: dt.date
    unproved: int


def open_months(office: "Office", day: dt.date) -> list[OpenMonth]:
    """Months of the office's plans whose time to close has come, earliest first; one query.

    A month should be closed ``office.close_after_days`` days after it ended, or once the last of
    it is due if that is later.
    """
    closed = MonthClose.objects.filter(
        office=office, plan__year=OuterRef("year"), month=OuterRef("month")
    )
    months = (
        Obligation.objects.counted()
        .filter(~Exists(closed), office=office)
        .values("plan_id", "year", "month")
        .annotate(last_due=Max("due_on"), unproved=Count("pk", filter=Q(state=State.OPEN)))
        .filter(last_due__lt=day)
        .order_by("year", "month")
    )
    found = []
    for row in months:
        month = Month(row["year"], row["month"])
        since = month.last + dt.timedelta(days=office.close_after_days)
        if since <= day:
            found.append(OpenMonth(row["plan_id"], month, since, row["unproved"]))
    return found


@dataclass(frozen=True, slots=True)
class Ending:
    """A month of a plan as it stands before it is closed.

    ``unproved`` need a reason; ``running`` wait for review or came back and may go on; ``done`` and
    ``undone`` are settled. ``is_due`` says whether every due date has passed.
    """

    month: Month
    closed: MonthClose | None
    unproved: list[Obligation]
    running: int
    done: int
    undone: int
    is_due: bool

    @property
    def total(self) -> int:
        return len(self.unproved) + self.running + self.done + self.undone


def ending_of(plan: "Plan", month: Month, day: dt.date) -> Ending:
    """Two queries."""
    rows = list(Obligation.objects.counted().filter(plan=plan, month=month.number).for_listing())
    states = [row.state for row in rows]
    return Ending(
        month=month,
        closed=MonthClose.objects.of_year(plan)
        .filter(month=month.number)
        .select_related("closed_by")
        .first(),
        unproved=[row for row in rows if row.state == State.OPEN],
        running=sum(state in (State.SUBMITTED, State.RETURNED) for state in states),
        done=sum(state in (State.ACCEPTED, State.NIL) for state in states),
        undone=states.count(State.UNDONE),
        is_due=bool(rows) and all(row.due_on < day for row in rows),
    )
