"""What one person owes, got back and waits for, in the office they work in now."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Case, Count, Max, Q, QuerySet, When, prefetch_related_objects

from lempu.kernel.accounts.models import User
from lempu.kernel.closing import selectors as closing
from lempu.kernel.closing.enums import Perm as ClosingPerm
from lempu.kernel.evidence.models import Evidence, Submission
from lempu.kernel.evidence.rules import represented
from lempu.kernel.obligations import registry
from lempu.kernel.obligations.enums import DONE, Shown, State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.selectors import mine, nobodys
from lempu.kernel.offices.models import Delegation
from lempu.kernel.offices.rules import standing_in
from lempu.kernel.offices.selectors import delegations_about
from lempu.kernel.plans.enums import Perm as PlanPerm
from lempu.kernel.plans.models import Indicator, Plan
from lempu.kernel.reviews import selectors as reviews
from lempu.kernel.reviews.enums import Perm as ReviewPerm
from lempu.kernel.reviews.models import Decision
from lempu.shared.http import may
from lempu.shared.periods import Month

if TYPE_CHECKING:
    from lempu.kernel.offices.models import Office

#: The most urgent obligations; the matrix shows the rest.
TASKS_SHOWN = 50
REVIEWS_SHOWN = 5
DATES_SHOWN = 3
NOBODYS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Task:
    """One obligation on the page. ``met`` of ``asked`` kinds of evidence are there; ``behalf`` is the
    colleague on leave in whose place it is done."""

    obligation: Obligation
    shown: str
    met: int
    asked: int
    returned: Decision | None = None
    submission: Submission | None = None
    behalf: User | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """The person's part of a year, up to the last month that has ended."""

    until: Month
    total: int
    done: int
    on_time: int
    late: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day on which something of the person's falls due."""

    due_on: dt.date
    month: Month
    count: int


@dataclass(frozen=True, slots=True)
class DueDay:
    """What falls due on one day, ``left`` days from now."""

    due_on: dt.date
    left: int
    tasks: list[Task]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many obligations there are of each, shown or not, and when the last of ``due`` is due."""

    returned: int = 0
    late: int = 0
    due: int = 0
    waiting: int = 0
    last_due: dt.date | None = None

    @property
    def total(self) -> int:
        return self.returned + self.late + self.due + self.waiting


@dataclass(frozen=True, slots=True)
class Today:
    """The page. What needs the person now: returned, late, to decide, to close, urgent items, and
    rows of nobody to share out (one thing to do, however many there are).

    Of the obligations the most urgent are shown, and ``counts`` says how many there are.
    """

    day: dt.date
    counts: Counts
    returned: list[Task]
    late: list[Task]
    due: list[DueDay]
    waiting: list[Task]
    reviews: list[Submission]
    review_count: int
    closing: list[closing.OpenMonth]
    dates: list[Deadline]
    share: Share | None
    inbox: list[registry.Item] = field(default_factory=list)
    nobodys: list[Indicator] = field(default_factory=list)
    nobodys_count: int = 0
    delegations: list[Delegation] = field(default_factory=list)

    @property
    def next(self) -> Task | None:
        """The one thing to do first: what came back, else what is latest."""
        return next(iter([*self.returned, *self.late]), None)

    @property
    def other_returned(self) -> list[Task]:
        return self.returned[1:]

    @property
    def other_late(self) -> list[Task]:
        return self.late if self.returned else self.late[1:]

    @property
    def urgent(self) -> list[registry.Item]:
        """Items of the desks that count among what needs the person now, the longest due first."""
        items = [item for item in self.inbox if item.is_urgent]
        return sorted(items, key=lambda item: item.due_on or dt.date.max)

    @property
    def beside(self) -> list[registry.Item]:
        return [item for item in self.inbox if not item.is_urgent]

    @property
    def needs(self) -> int:
        acts = self.counts.returned + self.counts.late
        others = self.review_count + len(self.closing) + bool(self.nobodys)
        return acts + others + _urgent(self.inbox)

    @property
    def due_count(self) -> int:
        return self.counts.due

    @property
    def last_due(self) -> dt.date | None:
        return self.counts.last_due

    @property
    def shown(self) -> int:
        due = sum(len(day.tasks) for day in self.due)
        return len(self.returned) + len(self.late) + due + len(self.waiting)


def lacks_plan(office: "Office") -> bool:
    """Whether the office has no plan yet, not even a draft."""
    return not Plan.objects.filter(office=office).exists()


def read(user: User, office: "Office", day: dt.date) -> Today:
    """Everything the page shows, in a constant number of queries."""
    tasks = _tasks(user, office, day)
    by_state: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        by_state[task.shown].append(task)
    queue = _reviews(user, office)
    orphans = _nobodys(user, office, day)
    return Today(
        day=day,
        counts=_counts(user, office, day),
        returned=by_state[Shown.RETURNED],
        late=by_state[Shown.LATE],
        due=_by_day(by_state[Shown.DUE], day),
        waiting=by_state[Shown.SUBMITTED],
        reviews=list(queue[:REVIEWS_SHOWN]),
        review_count=queue.count(),
        closing=_closing(user, office, day),
        dates=_dates(user, office, day),
        share=_share(user, office, day),
        inbox=registry.items_for(user, office),
        nobodys=list(orphans[:NOBODYS_SHOWN]),
        nobodys_count=orphans.count(),
        delegations=delegations_about(user, office),
    )


def needs(user: User, office: "Office", day: dt.date) -> int:
    """``Today.needs`` without the page, for the menu; as many queries whatever there is."""
    acts = mine(user, office).filter(Q(state=State.RETURNED) | _begun(day) & Q(due_on__lt=day))
    found = acts.count() + _reviews(user, office).count() + len(_closing(user, office, day))
    return found + _nobodys(user, office, day).exists() + registry.pressing(user, office)


def _begun(day: dt.date) -> Q:
    return Q(state=State.OPEN, begins_on__lte=day)


def _counts(user: User, office: "Office", day: dt.date) -> Counts:
    due = _begun(day) & Q(due_on__gte=day)
    found = mine(user, office).aggregate(
        returned=Count("pk", filter=Q(state=State.RETURNED)),
        late=Count("pk", filter=_begun(day) & Q(due_on__lt=day)),
        due=Count("pk", filter=due),
        waiting=Count("pk", filter=Q(state=State.SUBMITTED)),
        last_due=Max("due_on", filter=due),
    )
    return Counts(**found)


def _tasks(user: User, office: "Office", day: dt.date) -> list[Task]:
    """The most urgent: what came back, then what is due first, then what waits for others."""
    asked = Q(state__in=[State.RETURNED, State.SUBMITTED]) | _begun(day)
    urgency = Case(When(state=State.RETURNED, then=0), When(state=State.OPEN, then=1), default=2)
    listed = mine(user, office).filter(asked).for_listing()
    rows = list(listed.order_by(urgency, "due_on", "indicator__order", "pk")[:TASKS_SHOWN])
    if standing_in(user, office.pk):
        prefetch_related_objects(rows, "indicator__owners")
    kinds = _kinds(rows)
    returned = _returns([row for row in rows if row.state == State.RETURNED])
    sent = _sent([row for row in rows if row.state == State.SUBMITTED])
    return [
        Task(
            obligation=row,
            shown=str(row.shown_on(day)),
            met=len(kinds[row.pk].intersection(row.indicator.required)),
            asked=len(row.indicator.required),
            returned=returned.get(row.pk),
            submission=sent.get(row.pk),
            behalf=represented(user, row),
        )
        for row in rows
    ]


def _kinds(rows: list[Obligation]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    offered = Evidence.objects.offered().filter(obligation__in=[row.pk for row in rows])
    for obligation_id, kind in offered.values_list("obligation_id", "kind"):
        found[obligation_id].add(kind)
    return found


def _returns(rows: list[Obligation]) -> dict[int, Decision]:
    decisions = Decision.objects.filter(
        submission__obligation__in=[row.pk for row in rows], accepted=False, undone_at=None
    )
    latest = decisions.select_related("submission", "decided_by").order_by("decided_at")
    return {decision.submission.obligation_id: decision for decision in latest}


def _sent(rows: list[Obligation]) -> dict[int, Submission]:
    waiting = Submission.objects.waiting().filter(obligation__in=[row.pk for row in rows])
    return {row.obligation_id: row for row in waiting.select_related("submitted_by")}


def _by_day(tasks: list[Task], day: dt.date) -> list[DueDay]:
    grouped = groupby(tasks, key=lambda task: task.obligation.due_on)
    return [DueDay(due_on, (due_on - day).days, list(members)) for due_on, members in grouped]


def _reviews(user: User, office: "Office") -> QuerySet[Submission]:
    if not may(user, ReviewPerm.DECIDE, office):
        return Submission.objects.none()
    return reviews.queue(user, office)


def _closing(user: User, office: "Office", day: dt.date) -> list[closing.OpenMonth]:
    return closing.open_months(office, day) if may(user, ClosingPerm.CLOSE, office) else []


def _nobodys(user: User, office: "Office", day: dt.date) -> QuerySet[Indicator]:
    return nobodys(office, day) if may(user, PlanPerm.ASSIGN, office) else Indicator.objects.none()


def _urgent(items: list[registry.Item]) -> int:
    return sum(item.is_urgent for item in items)


def _dates(user: User, office: "Office", day: dt.date) -> list[Deadline]:
    ahead = mine(user, office).filter(state=State.OPEN, due_on__gte=day)
    days = ahead.values("due_on", "year", "month").annotate(count=Count("pk"))
    return [
        Deadline(row["due_on"], Month(row["year"], row["month"]), row["count"])
        for row in days.order_by("due_on", "year", "month")[:DATES_SHOWN]
    ]


def _share(user: User, office: "Office", day: dt.date) -> Share | None:
    """None while no month of this year has ended, or where nothing of it was the person's."""
    if day.month == 1:
        return None
    until = Month(day.year, day.month - 1)
    done = Q(state__in=DONE)
    counts = (
        mine(user, office)
        .filter(year=day.year, month__lte=until.number)
        .aggregate(
            total=Count("pk"),
            done=Count("pk", filter=done),
            late=Count("pk", filter=done & Q(was_late=True)),
        )
    )
    if not counts["total"]:
        return None
    on_time = counts["done"] - counts["late"]
    return Share(until, counts["total"], counts["done"], on_time, counts["late"])
