"""A plan's year as rows and months, read once for every page that shows it."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lempu.kernel.accounts.models import User
from lempu.kernel.obligations.enums import Look, Shown, look_of
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.plans import selectors as plans
from lempu.kernel.plans.models import Indicator, Plan

DONE = frozenset({Shown.ACCEPTED, Shown.NIL})
ACTION = frozenset({Shown.LATE, Shown.RETURNED})


def words_of(shown: str, *, late: bool) -> str:
    """A state as it is said: "Diterima", "Diterima, terlambat"."""
    return _words(str(shown), late, get_language() or "")


@cache
def _words(shown: str, late: bool, _language: str) -> str:  # noqa: FBT001 -- key of the cache
    word = str(Shown(shown).label)
    return _("%(state)s, late") % {"state": word} if late else word


def cell_words(shown: str, *, late: bool, former: bool) -> str:
    """A state within a sentence, and whether only an earlier version of the plan asked for it."""
    words = words_of(shown, late=late).lower()
    return _("%(state)s, by an earlier version") % {"state": words} if former else words


@dataclass(frozen=True, slots=True)
class Cell:
    """One obligation as it is on the day the grid was read.

    ``former`` says that an earlier version asked for it and the one in force does not any more.
    """

    pk: int
    month: int
    shown: str
    late: bool
    due_on: dt.date
    former: bool = False

    @property
    def look(self) -> Look:
        return look_of(self.shown, late=self.late)


@dataclass(frozen=True)
class Row:
    """One indicator, its cells by month and the people who own it.

    ``is_ended`` marks a row that an amendment ended and that still counts what was proved before.
    """

    indicator: Indicator
    cells: dict[int, Cell]
    owners: list[User]
    has_siblings: bool = False
    is_ended: bool = False

    @property
    def all_cells(self) -> list[Cell]:
        return list(self.cells.values())

    @cached_property
    def tally(self) -> "Tally":
        return tally(self.all_cells)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many obligations are where. The five parts add up to ``total``."""

    done: int = 0
    waiting: int = 0
    action: int = 0
    undone: int = 0
    rest: int = 0

    @property
    def total(self) -> int:
        return self.done + self.waiting + self.action + self.undone + self.rest

    @property
    def bad(self) -> int:
        return self.action + self.undone


def tally(cells: Iterable[Cell]) -> Tally:
    counts: dict[str, int] = defaultdict(int)
    for cell in cells:
        counts[_part(cell.shown)] += 1
    return Tally(**counts)


def _part(shown: str) -> str:
    if shown in DONE:
        return "done"
    if shown in ACTION:
        return "action"
    return {Shown.SUBMITTED: "waiting", Shown.UNDONE: "undone"}.get(Shown(shown), "rest")


def read(plan: Plan, day: dt.date) -> list[Row]:
    """Every row of the plan in the order of the annex, then ended ones that still count.

    Three queries whatever its size; a fourth where an amendment ended rows that had proof.
    """
    owners = _owners(plan)
    indicators = plans.rows_of(plan)
    cells = _cells(plan, day, {row.pk: set(row.months) for row in indicators})
    ended = cells.keys() - {row.pk for row in indicators}
    if ended:
        indicators += Indicator.objects.filter(pk__in=ended).with_place().in_order()
    places = Counter(indicator.sub_activity_id for indicator in indicators)
    return [
        Row(
            indicator=indicator,
            cells=cells.get(indicator.pk, {}),
            owners=owners.get(indicator.pk, []),
            has_siblings=places[indicator.sub_activity_id] > 1,
            is_ended=indicator.plan_id != plan.pk,
        )
        for indicator in indicators
    ]


def _cells(plan: Plan, day: dt.date, asked: dict[int, set[int]]) -> dict[int, dict[int, Cell]]:
    """By indicator and month; ``asked`` are the months the rows of the plan ask for now."""
    found: dict[int, dict[int, Cell]] = defaultdict(dict)
    rows = (
        Obligation.objects.filter(plan=plan)
        .counted()
        .only("indicator_id", "month", "state", "was_late", "begins_on", "due_on")
        .order_by("month")
    )
    for obligation in rows:
        shown = str(obligation.shown_on(day))
        found[obligation.indicator_id][obligation.month] = Cell(
            pk=obligation.pk,
            month=obligation.month,
            shown=shown,
            late=obligation.was_late and shown != Shown.LATE,
            due_on=obligation.due_on,
            former=obligation.month not in asked.get(obligation.indicator_id, ()),
        )
    return found


def _owners(plan: Plan) -> dict[int, list[User]]:
    found: dict[int, list[User]] = defaultdict(list)
    links = Indicator.owners.through.objects.filter(
        indicator__plan__office=plan.office_id, indicator__plan__year=plan.year
    ).select_related("user")
    for link in links.order_by("user__name"):
        found[link.indicator_id].append(link.user)
    return found


def plan_of_year(shown: list[Plan], year: int | None, day: dt.date) -> Plan | None:
    """The plan asked for; without a year that of today, else the latest."""
    if year is not None:
        return next((plan for plan in shown if plan.year == year), None)
    current = next((plan for plan in shown if plan.year == day.year), None)
    return current or (shown[0] if shown else None)
