"""The headings that answer: one or two sentences from the figures of a page."""

import datetime as dt

from django.utils.dateformat import format as date_format
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lempu.kernel.home.selectors.cockpit import Cockpit
from lempu.kernel.home.selectors.today import Today
from lempu.shared.numbers import opening


def day(value: dt.date) -> str:
    """A day in a sentence: 31 Oktober."""
    return date_format(value, "j F")


def figure(number: int) -> str:
    return number_format(number, force_grouping=True)


def today_heading(page: Today) -> str:
    if page.needs:
        return ngettext(
            "%(count)s thing needs you now", "%(count)s things need you now", page.needs
        ) % {"count": opening(page.needs)}
    if page.due_count and page.last_due:
        return ngettext(
            "%(count)s obligation is due by %(date)s",
            "%(count)s obligations are due by %(date)s",
            page.due_count,
        ) % {"count": opening(page.due_count), "date": day(page.last_due)}
    return _("Nothing is waiting for you")


def today_lead(page: Today) -> str:
    """The sentence under the heading; empty where there is nothing to add."""
    if page.needs and page.due_count and page.last_due:
        return ngettext(
            "%(count)s more is due by %(date)s.",
            "%(count)s more are due by %(date)s.",
            page.due_count,
        ) % {"count": opening(page.due_count), "date": day(page.last_due)}
    if page.counts.waiting and not page.due_count:
        return _("What you sent waits for review.")
    if not page.needs and not page.due_count and page.dates:
        return _("Next due date: %(date)s.") % {"date": day(page.dates[0].due_on)}
    return ""


def cockpit_heading(page: Cockpit) -> str:
    """Done of what had to be done by now, and how much needs action (late or returned)."""
    if page.until is None:
        return _this_year(page)
    figures = {
        "done": figure(page.due.done),
        "total": figure(page.due.total),
        "month": page.until.name,
        "count": figure(page.action),
    }
    if not page.action:
        words = _("%(done)s of %(total)s obligations up to %(month)s done, none needs action")
        return words % figures
    return (
        ngettext(
            "%(done)s of %(total)s obligations up to %(month)s done, %(count)s needs action",
            "%(done)s of %(total)s obligations up to %(month)s done, %(count)s need action",
            page.action,
        )
        % figures
    )


def _this_year(page: Cockpit) -> str:
    """The heading before the first month has ended: nothing can be late yet."""
    return _("%(done)s of %(total)s obligations of this year done") % {
        "done": figure(page.year.done),
        "total": figure(page.year.total),
    }


def months_finding(page: Cockpit) -> str:
    """What the chart of months shows."""
    if page.until is None:
        return _("Obligations by month; the first month has not ended yet")
    return _(
        "Obligations by month: %(done)s of %(total)s done up to %(month)s, %(bad)s late, "
        "returned or not carried out"
    ) % {
        "done": figure(page.due.done),
        "total": figure(page.due.total),
        "month": page.until.name,
        "bad": figure(page.due.bad),
    }
