"""What an amendment brings to every obligation of the year, before and after it is enacted."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils.dates import MONTHS
from django.utils.functional import Promise

from lempu.kernel.obligations.enums import Fate, State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.selectors import due_date
from lempu.kernel.plans.selectors.difference import Difference, RowDifference, difference_of
from lempu.shared.periods import Month, today

if TYPE_CHECKING:
    from lempu.kernel.plans.models import Indicator, Plan

#: What a person is told of; a month that goes on as it was is not worth a line.
TOLD = frozenset(Fate) - {Fate.CARRIED}


@dataclass(frozen=True, slots=True)
class MonthFate:
    """One month of a row. ``obligation`` is None while it is to be made; ``due_on`` the day it falls due."""

    month: int
    fate: Fate
    due_on: dt.date | None = None
    obligation: Obligation | None = None

    @property
    def name(self) -> str | Promise:
        return MONTHS[self.month]

    @property
    def was_overdue(self) -> bool:
        """Whether something that is withdrawn was late already: that is said, never hidden."""
        row = self.obligation
        if self.fate != Fate.WITHDRAWN or row is None:
            return False
        return row.was_late or (row.state == State.OPEN and row.due_on < today())


@dataclass(frozen=True, slots=True)
class Cell:
    """A month in the strip of a row; ``look`` is in, out, on (in both versions) or off."""

    number: int
    look: str

    @property
    def name(self) -> str | Promise:
        return MONTHS[self.number]


@dataclass(slots=True)
class RowFates:
    """A row with what differs in it and what becomes of its months."""

    row: RowDifference
    months: list[MonthFate] = field(default_factory=list)

    @property
    def told(self) -> list[MonthFate]:
        return [month for month in self.months if month.fate in TOLD]

    @property
    def cells(self) -> list[Cell]:
        came, went = self.row.months_added, self.row.months_removed
        looks = {**dict.fromkeys(self.row.row.months, "on"), **dict.fromkeys(went, "out")}
        looks |= dict.fromkeys(came, "in")
        return [Cell(number, looks.get(number, "off")) for number in range(1, 13)]


@dataclass(frozen=True, slots=True)
class Change:
    """Two versions beside each other. ``effective`` is the first month the decree can speak for."""

    difference: Difference
    rows: list[RowFates]
    effective: int

    @property
    def counts(self) -> dict[str, int]:
        """How many obligations meet which fate; every fate has its place."""
        found = Counter(month.fate.value for month in self._months())
        return {fate.value: found[fate.value] for fate in Fate}

    @property
    def touched(self) -> list[RowFates]:
        """Rows worth a place on the page."""
        return [row for row in self.rows if row.told or not row.row.is_same]

    @property
    def past(self) -> int:
        return self.counts[Fate.PAST]

    @property
    def overdue(self) -> int:
        return sum(month.was_overdue for month in self._months())

    def of(self, *fates: Fate) -> list[tuple[RowDifference, MonthFate]]:
        return [(r.row, m) for r in self.rows for m in r.months if m.fate in fates]

    def _months(self) -> Iterable[MonthFate]:
        return (month for row in self.rows for month in row.months)


def effective_month(plan: "Plan") -> int:
    """The first month an amending decree can make a duty in: that of its date, within the year.

    Without a date that of today. 13 when the decree is of a later year: then every new tick is past.
    """
    day = plan.decree_date or today()
    if day.year != plan.year:
        return 1 if day.year < plan.year else 13
    return day.month


def change_by(plan: "Plan") -> Change:
    """What an amendment brings: what will become of each obligation, or what became of it.

    A constant number of queries. Needs ``plan.amends`` and ``plan.office``.
    """
    base = plan.amends
    assert base is not None  # only an amendment changes something
    difference = difference_of(base, plan)
    effective = effective_month(plan)
    rows = _before(plan, difference, effective) if plan.is_draft else _after(plan, difference)
    return Change(difference, rows, effective)


def _before(plan: "Plan", difference: Difference, effective: int) -> list[RowFates]:
    """Foresee: every obligation of the version in force meets its fate."""
    touched = _touched(difference.old)
    here: dict[Any, list[Obligation]] = {}
    for obligation in _standing(difference.old):
        here.setdefault(obligation.indicator.key, []).append(obligation)
    found = []
    for row in difference.rows:
        months = [
            _fate_of(plan, row, obligation, effective, is_touched=obligation.pk in touched)
            for obligation in here.pop(row.row.key, [])
        ]
        months += _new_months(plan, row, {month.month for month in months}, effective)
        found.append(RowFates(row, sorted(months, key=lambda month: month.month)))
    for rest in here.values():  # proved on rows that an earlier amendment ended: nothing differs
        row = RowDifference(rest[0].indicator, rest[0].indicator)
        months = [_fate_of(plan, row, o, effective, is_touched=True) for o in rest]
        found.append(RowFates(row, months))
    return found


def _standing(plan: "Plan") -> QuerySet[Obligation]:
    """What a version counts."""
    rows = Obligation.objects.filter(plan=plan).counted()
    return rows.select_related(
        "indicator__sub_activity__activity__programme", "indicator__unit"
    ).order_by("month", "pk")


def _touched(plan: "Plan") -> set[int]:
    """Obligations that more came of than that they were asked for: they are never taken away."""
    found = ~Q(state=State.OPEN) | Q(evidence__isnull=False) | Q(submissions__isnull=False)
    rows = Obligation.objects.filter(found, plan=plan)
    return set(rows.values_list("pk", flat=True))


def _fate_of(
    plan: "Plan", row: RowDifference, obligation: Obligation, effective: int, *, is_touched: bool
) -> MonthFate:
    month = obligation.month
    if row.new is not None and month in row.new.months:
        due = _due_after(plan, row.new, obligation, effective)
        fate = Fate.CARRIED if due == obligation.due_on else Fate.DUE_MOVED
        return MonthFate(month, fate, due, obligation)
    if obligation.is_former:  # kept by an earlier amendment
        return MonthFate(month, Fate.CARRIED, obligation.due_on, obligation)
    if not is_touched:
        return MonthFate(month, Fate.WITHDRAWN, obligation.due_on, obligation)
    fate = Fate.KEPT_OPEN if obligation.state == State.OPEN else Fate.KEPT
    return MonthFate(month, fate, obligation.due_on, obligation)


def _due_after(plan: "Plan", new: "Indicator", obligation: Obligation, effective: int) -> dt.date:
    """The due date stays, unless the row has another rule now and nothing was done or is past yet."""
    old = obligation.indicator
    same_rule = (old.due_rule, old.due_day) == (new.due_rule, new.due_day)
    if same_rule or obligation.state != State.OPEN or obligation.month < effective:
        return obligation.due_on
    return due_date(office=plan.office, indicator=new, month=obligation.period)


def _new_months(
    plan: "Plan", row: RowDifference, taken: set[int], effective: int
) -> list[MonthFate]:
    """Ticks that no obligation stands for. One the earlier version had and made none of stays so."""
    if row.new is None:
        return []
    return [
        MonthFate(
            month=number,
            fate=Fate.PAST if number < effective else Fate.NEW,
            due_on=due_date(office=plan.office, indicator=row.new, month=Month(plan.year, number)),
        )
        for number in row.months_added
        if number not in taken
    ]


def _after(plan: "Plan", difference: Difference) -> list[RowFates]:
    """Look back: how the months that came and went stand today."""
    keys = [row.row.key for row in difference.rows if not row.is_same]
    rows = Obligation.objects.filter(
        office=plan.office, year=plan.year, indicator__key__in=keys
    ).select_related("indicator", "plan")
    here: dict[tuple[Any, int], Obligation] = {}
    for obligation in rows.order_by("plan__version", "pk"):
        here[obligation.indicator.key, obligation.month] = obligation
    return [RowFates(row, _looked_back(row, here)) for row in difference.rows]


def _looked_back(row: RowDifference, here: dict[tuple[Any, int], Obligation]) -> list[MonthFate]:
    months = []
    for number in row.months_removed:
        if obligation := here.get((row.row.key, number)):
            gone = obligation.state == State.WITHDRAWN
            fate = Fate.WITHDRAWN if gone else Fate.KEPT
            months.append(MonthFate(number, fate, obligation.due_on, obligation))
    for number in row.months_added:
        if obligation := here.get((row.row.key, number)):
            months.append(MonthFate(number, Fate.NEW, obligation.due_on, obligation))
        else:
            months.append(MonthFate(number, Fate.PAST))
    return sorted(months, key=lambda month: month.month)
