"""What everybody may know of an office: its promise and how far it is, as numbers.

No name of a person, no title of a row or of evidence is read here.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from lempu.kernel.home.selectors.cockpit import Line, MonthTally
from lempu.kernel.home.selectors.grid import Tally, plan_of_year
from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.offices.models import Office
from lempu.kernel.oversight.selectors.figures import Figures, total_of
from lempu.kernel.plans.models import Plan, Programme
from lempu.shared.periods import Month, months_of

PROGRAMME = "indicator__sub_activity__activity__programme"


@dataclass(frozen=True, slots=True)
class Promise:
    """One year of an office as the public sees it."""

    office: Office
    plan: Plan
    day: dt.date
    years: list[int]
    whole: Figures
    months: list[MonthTally]
    programmes: list[Line]

    @property
    def heading(self) -> str:
        figures = self.whole
        if not figures.fell_due:
            return _("%(total)s obligations promised; nothing had to be done yet") % {
                "total": _figure(figures.total)
            }
        return _("%(kept)s of %(due)s obligations that fell due are done, %(late)s are late") % {
            "kept": _figure(figures.kept),
            "due": _figure(figures.fell_due),
            "late": _figure(figures.late),
        }

    @property
    def finding(self) -> str:
        """What the chart of months shows."""
        return _("Obligations by month: %(done)s of the %(total)s of the year are done") % {
            "done": _figure(self.whole.done),
            "total": _figure(self.whole.total),
        }


def published(code: str, year: int | None) -> Office | None:
    """The office, if it shows its page and has an enacted plan (of the year); else None; one query.

    An office that is not there, one that is silent and one without a plan are the same answer.
    """
    plans = Plan.objects.enacted().filter(office=OuterRef("pk"))
    if year is not None:
        plans = plans.filter(year=year)
    return Office.objects.filter(Exists(plans), code=code, has_public_page=True).first()


def has_page(office: Office) -> bool:
    """Whether the page of the office can be opened now."""
    return published(office.code, None) is not None


def edition_of(office: Office) -> int:
    """Raised by whatever may change the page within a day, since no act goes without an entry."""
    return ledger.ends_of([office.pk]).get(office.pk, 0)


def read(office: Office, year: int | None, day: dt.date) -> Promise | None:
    """The year asked for, else that of today; three queries."""
    plans = list(
        Plan.objects.enacted().filter(office=office).select_related("amends").order_by("-year")
    )
    plan = plan_of_year(plans, year, day)
    if plan is None:
        return None
    by_month, by_programme = _counts(plan, day)
    return Promise(
        office=office,
        plan=plan,
        day=day,
        years=[one.year for one in plans],
        whole=total_of(by_month.values()) if by_month else Figures(),
        months=[
            MonthTally(month, _tally(by_month[month.number]), month == Month(day.year, day.month))
            for month in months_of(plan.year)
        ],
        programmes=[_line(*head, figures) for head, figures in by_programme.items()],
    )


Head = tuple[int, str]


def _counts(plan: Plan, day: dt.date) -> tuple[dict[int, Figures], dict[Head, Figures]]:
    """The year by month and by programme, those of the plan in force first and in its order."""
    months: dict[int, Figures] = defaultdict(Figures)
    programmes: dict[Head, Figures] = {
        (number, name): Figures()
        for number, name in Programme.objects.filter(plan=plan).values_list("number", "name")
    }
    rows = (
        Obligation.objects.counted()
        .filter(plan=plan)
        .values_list(
            "month", f"{PROGRAMME}__number", f"{PROGRAMME}__name", "state", "was_late", "due_on"
        )
        .annotate(count=Count("*"))
        .order_by(f"{PROGRAMME}__number")
    )
    for month, number, name, state, late, due_on, count in rows:
        for figures in (months[month], programmes.setdefault((number, name), Figures())):
            figures.count(count, state, due_on, day, late=late)
    return months, programmes


def _tally(figures: Figures) -> Tally:
    action = figures.late + figures.returned
    rest = figures.total - figures.done - figures.waiting - action - figures.undone
    return Tally(figures.done, figures.waiting, action, figures.undone, rest)


def _line(number: int, name: str, figures: Figures) -> Line:
    due = Tally(done=figures.kept, rest=figures.fell_due - figures.kept)
    return Line(name, number, str(number), _tally(figures), due)


def _figure(number: int) -> str:
    return number_format(number, force_grouping=True)
