"""The annex of a plan as a file: what the office prints, signs, sends, and reads back."""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.plans import renditions, selectors
from lempu.kernel.plans.enums import SET_BY_DECREE
from lempu.kernel.plans.renditions import Footer, Mark
from lempu.kernel.plans.selectors.versions import version_words

if TYPE_CHECKING:
    from lempu.kernel.offices.models import Office
    from lempu.kernel.plans.models import Indicator, Plan

ENDINGS = tuple(renditions.WRITERS)
#: Letters of the fingerprint that a person compares.
SHORT = 12
SEAL = 16

#: (primary key of an indicator, month) -> how the cell stands
Cells = Mapping[tuple[int, int], Mark]


@dataclass(frozen=True, slots=True)
class Export:
    """A file to hand out."""

    name: str
    content_type: str
    content: bytes


def annex(plan: "Plan", ending: str, *, at: dt.datetime | None = None) -> Export:
    """The annex in the decree's own layout; ``ending`` is one of ENDINGS.

    With ``at`` it says that it was made at that moment, and the same plan gives the same bytes.

    It bears "ttd." only when it repeats a plan set by decree whose decree has a number, a date and a
    signatory: a draft has been signed by nobody.
    """
    reading = selectors.as_reading(plan)
    laid_out = renditions.annex_of(
        reading,
        signed=_is_signed(plan),
        office=plan.office.name,
        footer=_footer(plan, reading, at),
    )
    if at is not None:
        made = at.astimezone(dt.UTC).timetuple()[:6]
        laid_out = dataclasses.replace(laid_out, made=tuple(made))
    name = _("Action plan annex %(year)s %(office)s")
    return _export(plan, name, ending, renditions.WRITERS[ending](laid_out))


def state_of_year(
    plan: "Plan", cells: Cells, ending: str, *, day: dt.date, ended: "Sequence[Indicator]" = ()
) -> Export:
    """The same grid with the state on ``day`` of every obligation as a sign, and a legend.

    ``ended`` are rows that an amendment ended and that still count: they stand after the others,
    under a heading that says so. Each has its place at hand.
    """
    rows = [*selectors.rows_of(plan), *ended]
    marks = [
        {month: cells[row.pk, month] for month in range(1, 13) if (row.pk, month) in cells}
        for row in rows
    ]
    reading = selectors.as_reading(plan)
    laid_out = renditions.annex_of(
        {**reading, "programmes": [*reading["programmes"], *_ended_programmes(ended)]},
        signed=False,
        office=plan.office.name,
        footer=_footer(plan, reading),
        marks=marks,
        as_of=day.isoformat(),
        legend=_legend(cells),
    )
    name = _("Action plan state %(year)s %(office)s")
    return _export(plan, name, ending, renditions.WRITERS[ending](laid_out))


def _ended_programmes(rows: "Sequence[Indicator]") -> list[dict[str, Any]]:
    """Ended rows in the shape of a reading, by programme, activity and sub-activity as they stood."""
    found = []
    for _number, members in groupby(rows, key=lambda row: row.sub_activity.activity.programme.pk):
        group = list(members)
        programme = group[0].sub_activity.activity.programme
        activities = [
            {"name": activity.name, "sub_activities": _ended_subs(list(below))}
            for activity, below in groupby(group, key=lambda row: row.sub_activity.activity)
        ]
        name = _("Ended by an amendment: %(name)s") % {"name": programme.name}
        found.append({"number": programme.number, "name": name, "activities": activities})
    return found


def _ended_subs(rows: "list[Indicator]") -> list[dict[str, Any]]:
    return [
        {
            "name": sub.name,
            "parts": [],
            "indicators": [{"text": row.text, "months": row.months} for row in below],
        }
        for sub, below in groupby(rows, key=lambda row: row.sub_activity)
    ]


def form(office: "Office | None" = None) -> Export:
    """The empty Excel form."""
    content = renditions.write_form(office=office.name if office else "")
    return Export(f"{_('Action plan form')}.xlsx", renditions.CONTENT_TYPES["xlsx"], content)


def _is_signed(plan: "Plan") -> bool:
    has_decree = plan.decree_number and plan.decree_date and plan.signatory_name
    return bool(plan.state in SET_BY_DECREE and has_decree)


def _footer(plan: "Plan", reading: dict[str, Any], at: dt.datetime | None = None) -> Footer:
    made = timezone.localtime(at, timezone=ZoneInfo(plan.office.timezone))
    left = _(
        "%(office)s · %(version)s · made on %(date)s at %(time)s %(zone)s · fingerprint %(fingerprint)s"
    ) % {
        "office": plan.office.name,
        "version": version_words(plan),
        "date": date_format(made, "j F Y"),
        "time": made.strftime("%H.%M"),
        "zone": made.tzname(),
        "fingerprint": selectors.fingerprint(plan, reading)[:SHORT],
    }
    if seal := ledger.seal_facts(plan.office):
        words = _("ledger seal %(number)s, fingerprint %(hash)s")
        left = f"{left} · {words % {'number': seal['number'], 'hash': seal['hash'][:SEAL]}}"
    return Footer(left, _("Page {page} of {pages}"))


def _legend(cells: Cells) -> list[tuple[str, str]]:
    """Every sign that occurs, once, in the order of the words' first use."""
    marks = [cells[key] for key in sorted(cells)]
    signs = dict.fromkeys((mark.glyph, str(mark.word)) for mark in marks)
    late = [(renditions.LATE_SIGN, _("was late"))] if any(mark.late for mark in marks) else []
    former = (
        [(renditions.FORMER_SIGN, _("asked for by an earlier version of the plan"))]
        if any(mark.former for mark in marks)
        else []
    )
    return [*signs, *late, *former]


def _export(plan: "Plan", name: str, ending: str, content: bytes) -> Export:
    told = name % {"year": plan.year, "office": plan.office.name}
    safe = " ".join("".join(" " if sign in '/\\:*?"<>|' else sign for sign in told).split())
    return Export(f"{safe}.{ending}", renditions.CONTENT_TYPES[ending], content)
