"""Everything that is told, in words of the reader's language."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lempu.kernel.notices.enums import Kind
from lempu.kernel.notices.models import Notice
from lempu.kernel.notices.selectors.owed import Owed
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation
from lempu.shared.numbers import opening


def absolute(path: str) -> str:
    """The address as somebody outside the product opens it."""
    return f"{settings.PUBLIC_URL}{path}"


def long_day(day: dt.date) -> str:
    """Selasa, 24 November 2026."""
    return date_format(day, "l, j F Y")


def row_title(row: Obligation) -> str:
    """2.3 Rapat evaluasi, Oktober 2026: the row, then the month, so that it can be found."""
    return f"{row.indicator.code} {row.indicator.sub_activity.name}, {row.period.name} {row.year}"


def row_state(row: Obligation, day: dt.date) -> str:
    """How the row stands on ``day``: returned, days late, or due on which day."""
    if row.state == State.RETURNED:
        return _("returned, please mend it")
    late = (day - row.due_on).days
    if late > 0:
        return ngettext("%(count)s day late", "%(count)s days late", late) % {"count": late}
    if late == 0:
        return _("due today")
    return _("due %(date)s") % {"date": date_format(row.due_on, "l, j F")}


def row_link(row: Obligation) -> str:
    return absolute(reverse("evidence:page", args=[row.pk]))


def subject_of(owed: Owed, day: dt.date, escalated: int) -> str:
    """The subject of a summary: how much needs the person, and on which day it was written."""
    date = {"date": date_format(day, "j F Y")}
    if owed.needs:
        words = ngettext(
            "%(count)s thing needs you, %(date)s", "%(count)s things need you, %(date)s", owed.needs
        )
        return words % ({"count": opening(owed.needs)} | date)
    if escalated:
        return _("Late in your office, %(date)s") % date
    if owed.own.due:
        count = len(owed.own.due)
        words = ngettext(
            "%(count)s obligation is due soon, %(date)s",
            "%(count)s obligations are due soon, %(date)s",
            count,
        )
        return words % ({"count": opening(count)} | date)
    return _("Summary of your work, %(date)s") % date


def notice_words(notice: Notice) -> str:
    """What a notice says."""
    content = notice.content
    count = int(content.get("count", 1))
    if notice.obligation is not None:
        about = {"row": row_title(notice.obligation)}
        if notice.kind == Kind.RETURNED:
            return _("Returned: %(row)s") % about
        return _("Accepted: %(row)s") % about
    if notice.kind == Kind.DUE_SOON:
        due = date_format(dt.date.fromisoformat(content["due_on"]), "l, j F")
        words = ngettext(
            "%(count)s obligation is due on %(date)s",
            "%(count)s obligations are due on %(date)s",
            count,
        )
        return words % {"count": opening(count), "date": due}
    if notice.kind == Kind.MAIL_FAILED:
        return _("A mail to %(name)s could not be delivered") % {"name": content.get("name", "")}
    return _late_words(notice, count)


def _late_words(notice: Notice, count: int) -> str:
    if notice.kind == Kind.LATE:
        told = notice.content.get("told")
        if told == "leader":
            words = ngettext(
                "%(count)s obligation of yours is still late; the leader has been told",
                "%(count)s obligations of yours are still late; the leader has been told",
                count,
            )
        else:
            words = ngettext(
                "%(count)s obligation of yours is late; the coordinator has been told",
                "%(count)s obligations of yours are late; the coordinator has been told",
                count,
            )
        return words % {"count": opening(count)}
    days = int(notice.content.get("days", 0))
    words = ngettext(
        "%(count)s obligation is late by %(days)s working days or more",
        "%(count)s obligations are late by %(days)s working days or more",
        count,
    )
    return words % {"count": opening(count), "days": days}


def notice_detail(notice: Notice) -> str:
    """What stands under it: the reviewer's words, or who is late."""
    if notice.kind == Kind.RETURNED:
        return str(notice.content.get("reason", ""))
    return ", ".join(notice.content.get("names", []))


def notice_url(notice: Notice) -> str:
    """The page on which something can be done about it."""
    if notice.obligation_id is not None:
        return reverse("evidence:page", args=[notice.obligation_id])
    if notice.kind in (Kind.LATE_COORDINATOR, Kind.LATE_LEADER):
        return reverse("notices:message") + "?untuk=semua"
    if notice.kind == Kind.MAIL_FAILED:
        return reverse("notices:mails")
    return reverse("home:today")
