"""What is due, by whom, until when."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation, ObligationQuerySet
from lempu.kernel.offices.enums import DueShift, Role
from lempu.kernel.offices.rules import roles_in, standing_in
from lempu.kernel.offices.selectors import unit_ids_of
from lempu.kernel.plans.enums import DueRule, Severity
from lempu.kernel.plans.models import Indicator, PlanFinding
from lempu.kernel.plans.registry import Standing
from lempu.kernel.plans.selectors import rows_of
from lempu.shared.periods import Month, today

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office
    from lempu.kernel.plans.models import Plan


def owned(user: "User", office: "Office") -> ObligationQuerySet:
    """Obligations the person delivers: rows they own, and rows of their sub-division nobody owns; and
    so for colleagues on leave in whose place they work.
    """
    return Obligation.objects.counted().filter(_owned(user, office), office=office)


def mine(user: "User", office: "Office") -> ObligationQuerySet:
    """Obligations that are the person's to see to: what they deliver, and for coordinators the rows
    they coordinate.
    """
    rows = _owned(user, office)
    if Role.COORDINATOR in roles_in(user, office.pk):
        coordinators = Indicator.coordinators.through.objects.filter(
            indicator_id=OuterRef("indicator_id"), user_id__in=_coordinating(user, office)
        )
        rows |= Q(Exists(coordinators))
    return Obligation.objects.counted().filter(rows, office=office)


def _owned(user: "User", office: "Office") -> Q:
    owners = Indicator.owners.through.objects.filter(indicator_id=OuterRef("indicator_id"))
    rows = Q(Exists(owners.filter(user_id=user.pk)))
    for each in standing_in(user, office.pk):
        theirs = Q(Exists(owners.filter(user_id=each.person_id)))
        chosen = each.keys_of("obligations.owned")
        rows |= theirs if each.is_all else theirs & Q(indicator_id__in=chosen)
    units = unit_ids_of(user, office.pk)
    return rows | (Q(indicator__unit_id__in=units) & ~Q(Exists(owners))) if units else rows


def _coordinating(user: "User", office: "Office") -> list[int]:
    """The person, and those whose coordination they do in their place."""
    lenders = [
        each.person_id
        for each in standing_in(user, office.pk)
        if any(role == Role.COORDINATOR for role, _unit in each.lent)
    ]
    return [user.pk, *lenders]


def nobodys(office: "Office", day: dt.date) -> "QuerySet[Indicator]":
    """Rows that ask for something by now and have neither an owner nor a sub-division: nobody sees
    them on *Hari ini*.
    """
    owners = Indicator.owners.through.objects.filter(indicator_id=OuterRef("pk"))
    asking = begun(Obligation.objects.filter(office=office), day).values("indicator")
    rows = Indicator.objects.filter(~Exists(owners), pk__in=asking, unit=None)
    return rows.select_related("sub_activity", "plan").order_by("-plan__year", "order")


def begun(rows: ObligationQuerySet, day: dt.date) -> ObligationQuerySet:
    """Of some obligations those that ask for something by now: returned, late or due."""
    return rows.filter(Q(state=State.RETURNED) | Q(state=State.OPEN, begins_on__lte=day))


def due_date(*, office: "Office", indicator: Indicator, month: Month) -> dt.date:
    """The day an obligation falls due.

    The last day of its month, or a day of the next one (the month's last day where it has no such
    day), moved off days off as the office chose. The move never reaches back before the month
    begins.
    """
    if indicator.due_rule == DueRule.NEXT_MONTH_DAY and indicator.due_day:
        following = month.following
        day = following.first.replace(day=min(indicator.due_day, following.last.day))
    else:
        day = month.last
    return max(_shifted(day, office), month.first)


def _shifted(day: dt.date, office: "Office") -> dt.date:
    calendar = office.calendar
    step = {DueShift.NEXT: 1, DueShift.PREVIOUS: -1}.get(DueShift(office.due_shift), 0)
    if not step:
        return day
    while not calendar.is_working_day(day, counts_joint_leave=office.joint_leave_is_working):
        day += dt.timedelta(days=step)
    return day


def standing_of(plan: "Plan") -> Standing:
    """What a version counts: by its own ticks, and proved before an amendment ended it; one query."""
    rows = Obligation.objects.filter(plan=plan).counted()
    told = rows.values_list("month", "indicator__plan_id", "indicator__months")
    asked = Counter(plan_id == plan.pk and month in months for month, plan_id, months in told)
    return Standing(asked[True], asked[False])


FIRST_DATES = 4


@dataclass(frozen=True, slots=True)
class Outlook:
    """What enacting a draft would bring; rows are told by their codes ("" is the whole document)."""

    rows: int
    obligations: int
    first_due: list[tuple[dt.date, int]]
    overdue: int
    undecided: list[str]
    without_owner: list[str]
    without_month: list[str]
    suggested: int

    @property
    def is_clean(self) -> bool:
        return not (self.undecided or self.without_owner or self.without_month or self.suggested)


def outlook_of(plan: "Plan") -> Outlook:
    """The consequences of enacting ``plan`` today; in three queries whatever its size."""
    rows = rows_of(plan)
    owned = set(plan.indicators.filter(owners__isnull=False).values_list("pk", flat=True))
    due = Counter(
        due_date(office=plan.office, indicator=row, month=Month(plan.year, number))
        for row in rows
        for number in row.months
    )
    now = today()
    ahead = sorted(day for day in due if day >= now) or sorted(due)
    open_findings = PlanFinding.objects.filter(plan=plan, severity=Severity.MUST, decision="")
    undecided = open_findings.values_list("indicator__code", flat=True)
    return Outlook(
        rows=len(rows),
        obligations=sum(due.values()),
        first_due=[(day, due[day]) for day in ahead[:FIRST_DATES]],
        overdue=sum(count for day, count in due.items() if day < now),
        undecided=sorted({code or "" for code in undecided}),
        without_owner=[row.code for row in rows if row.pk not in owned],
        without_month=[row.code for row in rows if not row.months],
        suggested=sum(row.is_suggested for row in rows),
    )
