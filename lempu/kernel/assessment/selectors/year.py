"""The score of an office through the year, from stored readings: two queries, whatever was answered."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from lempu.kernel.assessment.models import Assessment, Reading
from lempu.kernel.assessment.selectors import drawing
from lempu.kernel.assessment.selectors.pages import Figure, points
from lempu.kernel.offices.models import Office
from lempu.shared.periods import Month


@dataclass(frozen=True, slots=True)
class MonthLine:
    """The last reading of a month, as text."""

    month: Month
    verified: str
    claimed: str
    forecast: str


@dataclass(frozen=True, slots=True)
class Year:
    """``heading`` is the answer; all else is empty while no score was read. ``held`` says how many tests
    of each predicate hold by the verified score."""

    assessment: Assessment
    heading: str
    held: str = ""
    read_on: dt.date | None = None
    figures: Sequence[Figure] = ()
    finding: str = ""
    months: Sequence[MonthLine] = ()
    chart: drawing.Line | None = None


def year_of(office: Office, year: int) -> Year | None:
    """None when the office has begun no sheet of the year."""
    row = Assessment.objects.filter(office=office, year=year).first()
    if row is None:
        return None
    row.office = office
    readings = list(Reading.objects.filter(assessment=row).order_by("day"))
    if not readings:
        return Year(row, _("No score has been read yet: the first reading comes within the hour"))
    last, goals = readings[-1], _goals(row)
    months = {Month(each.day.year, each.day.month): each for each in readings}
    return Year(
        assessment=row,
        heading=_heading(last, goals),
        held=_held(last),
        read_on=last.day,
        figures=_figures(last),
        finding=_finding(readings),
        months=[_month(*each) for each in months.items()],
        chart=drawing.line(row.year, readings, goals),
    )


def _goals(row: Assessment) -> dict[str, Decimal]:
    """Predicate -> the points its total must reach, the lowest first."""
    return {
        name: Decimal(minimum.numerator) / Decimal(minimum.denominator)
        for each in row.instrument.requirements
        if each.of == "total"
        for name, minimum in each.minimum.items()
    }


def _heading(last: Reading, goals: Mapping[str, Decimal]) -> str:
    reached = [name for name, (held, of) in last.held.items() if held == of]
    if reached:
        return _("Enough for %(name)s by accepted evidence") % {"name": reached[-1]}
    first = next(iter(goals))
    lacks = goals[first] - last.verified
    if lacks > 0:
        return _("Not enough for %(name)s yet: %(lacks)s points short") % {
            "name": first,
            "lacks": points(lacks),
        }
    held, of = last.held[first]
    return _("Not enough for %(name)s yet: %(count)s tests fail") % {
        "name": first,
        "count": of - held,
    }


def _held(last: Reading) -> str:
    return ", ".join(
        _("%(held)s of %(all)s tests of %(name)s hold") % {"held": held, "all": of, "name": name}
        for name, (held, of) in last.held.items()
    )


def _figures(last: Reading) -> list[Figure]:
    return [
        Figure(_("Verified score"), points(last.verified), _("accepted evidence only")),
        Figure(_("Claimed score"), points(last.claimed), _("as the office answers")),
        Figure(
            _("Year-end forecast"),
            points(last.forecast),
            _("if the rest of the plan is done"),
        ),
    ]


def _finding(readings: Sequence[Reading]) -> str:
    """What the line shows, in a sentence."""
    first, last = readings[0], readings[-1]
    if first.verified == last.verified:
        words = _("The verified score stands at %(to)s in %(last)s; forecast %(forecast)s")
    else:
        words = _(
            "The verified score went from %(from)s in %(first)s to %(to)s in %(last)s; "
            "forecast %(forecast)s"
        )
    return words % {
        "from": points(first.verified),
        "first": Month(first.day.year, first.day.month).name,
        "to": points(last.verified),
        "last": Month(last.day.year, last.day.month).name,
        "forecast": points(last.forecast),
    }


def _month(month: Month, read: Reading) -> MonthLine:
    texts = (points(each) for each in (read.verified, read.claimed, read.forecast))
    return MonthLine(month, *texts)
