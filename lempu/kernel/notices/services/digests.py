"""The summary by mail: at most one a day, when there is something to say, at the person's hour."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Max, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from lempu.kernel.accounts.models import User
from lempu.kernel.notices.enums import ESCALATED, Frequency, Kind
from lempu.kernel.notices.models import Mail, Notice, Preference, Round, Rules
from lempu.kernel.notices.selectors import owed as selectors
from lempu.kernel.notices.selectors import sentences
from lempu.kernel.notices.selectors.days import OfficeDays
from lempu.kernel.notices.selectors.wishes import Wish, wish_of
from lempu.kernel.notices.services.outbox import post
from lempu.kernel.offices.models import Delegation, Membership, Office

if TYPE_CHECKING:
    from django.db.models import QuerySet

STOP_SALT = "lempu.notices.stop"
#: A summary names so many of a list; the rest is a number with a link.
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Turn:
    """A person whose hour has come; ``wants`` is a summary today, else only what is new and pressing."""

    user: User
    wish: Wish
    wants: bool
    is_weekly: bool
    since: dt.datetime | None


def write_digests(now: dt.datetime) -> int:
    """Write the mails of every office where it is a working day; how many were written."""
    if not settings.MAIL_ON:
        return 0
    members = Membership.objects.in_force().filter(user__is_active=True).exclude(user__email="")
    return sum(
        write_office(office=office, now=now)
        for office in Office.objects.filter(pk__in=members.values("office"))
    )


def write_office(*, office: Office, now: dt.datetime) -> int:
    days = OfficeDays(office)
    local = days.local(now)
    if not days.works_on(local.date()):
        return 0
    turns = _turns(office, days, local)
    return sum(write_one(office=office, turn=turn, days=days, now=now) for turn in turns)


def _turns(office: Office, days: OfficeDays, local: dt.datetime) -> list[Turn]:
    """People whose hour has come today and who were not looked at yet; four queries."""
    day = local.date()
    rules = Rules.objects.filter(office=office).first() or Rules(office=office)
    looked_at = Round.objects.filter(office=office, day=day)
    people = list(_reachable(office, day).exclude(pk__in=looked_at.values("user")))
    wishes = {row.user_id: row for row in Preference.objects.filter(user__in=people)}
    rounds = {
        row["user"]: row
        for row in Round.objects.filter(office=office, user__in=people)
        .values("user")
        .annotate(last=Max("made_at"), weekly=Max("day", filter=Q(is_weekly=True)))
    }
    turns = []
    for user in people:
        wish = wish_of(wishes.get(user.pk) or Preference(user=user), rules)
        if not wish.mail_on or local.hour < wish.hour:
            continue
        before: Any = rounds.get(user.pk, {})
        is_weekly = wish.frequency == Frequency.WEEKLY and _week_is_due(
            days, day, wish, before.get("weekly")
        )
        wants = is_weekly or wish.frequency == Frequency.DAILY
        turns.append(Turn(user, wish, wants, is_weekly, before.get("last")))
    return turns


def _reachable(office: Office, day: dt.date) -> "QuerySet[User]":
    """Who is there and has an address; not who left everything to a colleague while on leave."""
    here = Membership.objects.in_force(day).filter(office=office)
    away = Delegation.objects.in_force(day).filter(office=office, duties=[])
    people = User.objects.filter(is_active=True, pk__in=here.values("user"))
    return people.exclude(email="").exclude(pk__in=away.values("person")).order_by("pk")


def _week_is_due(days: OfficeDays, day: dt.date, wish: Wish, last: dt.date | None) -> bool:
    """The weekday has come, or the first working day after it, and this week's was not written."""
    planned, goes_out = days.weekly_day(day, wish.weekday)
    return goes_out == day if last is None else goes_out <= day and last < planned


@transaction.atomic
def write_one(*, office: Office, turn: Turn, days: OfficeDays, now: dt.datetime) -> bool:
    """Look at one person on their day, once; write the mail if there is something to say."""
    day = days.local(now).date()
    _round, is_new = Round.objects.get_or_create(
        office=office, user=turn.user, day=day,
        defaults={"is_weekly": turn.is_weekly, "made_at": now},
    )  # fmt: skip
    if not is_new:
        return False
    news = _news(office, turn, now)
    if not turn.wants and not news:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        ahead = 5 if turn.is_weekly else 2
        owed = selectors.read(turn.user, office, day, days.after(day, ahead))
        if owed.is_empty and not news:
            return False
        _post(office, turn.user, day, owed, [n for n in news if n.kind in ESCALATED])
    return True


def _news(office: Office, turn: Turn, now: dt.datetime) -> list[Notice]:
    """What became pressing since the person was last looked at, of the kinds they want by mail."""
    kinds: list[str] = []
    if turn.wish.reminders:
        kinds += [Kind.DUE_SOON, Kind.LATE]
    if turn.wish.escalations:
        kinds += ESCALATED
    since = turn.since or now - dt.timedelta(days=1)
    rows = Notice.objects.filter(user=turn.user, office=office, kind__in=kinds, made_at__gt=since)
    return list(rows.order_by("made_at"))


def _post(
    office: Office, user: User, day: dt.date, owed: selectors.Owed, escalated: list[Notice]
) -> Mail:
    stop = sentences.absolute(
        reverse("notices:stop", args=[signing.dumps(user.pk, salt=STOP_SALT)])
    )
    context = {
        "user": user,
        "office": office,
        "day": day,
        "owed": owed,
        "sections": _sections(owed, day),
        "escalated": [sentences.notice_words(notice) for notice in escalated],
        "names": [", ".join(notice.content.get("names", [])) for notice in escalated],
        "today": sentences.absolute(reverse("home:today")),
        "queue": sentences.absolute(reverse("reviews:queue")),
        "message": sentences.absolute(reverse("notices:message") + "?untuk=semua"),
        "wishes": sentences.absolute(reverse("notices:wishes")),
        "stop": stop,
    }
    return post(
        key=f"digest:{office.code}:{user.pk}:{day}",
        user=user,
        office=office,
        to=user.email,
        subject=sentences.subject_of(owed, day, len(escalated)),
        text=render_to_string("notices/mail/digest.txt", context),
        html=render_to_string("notices/mail/_digest.html", context),
        is_quiet=True,
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


@dataclass(frozen=True, slots=True)
class Section:
    """A list of the mail: its heading, the lines shown (words, state, address), how many more."""

    kind: str
    lines: list[tuple[str, str, str]]
    more: int

    @property
    def total(self) -> int:
        return len(self.lines) + self.more


def _sections(owed: selectors.Owed, day: dt.date) -> list[Section]:
    lists = (("returned", owed.own.returned), ("late", owed.own.late), ("due", owed.own.due))
    return [
        Section(
            kind,
            [
                (sentences.row_title(row), sentences.row_state(row, day), sentences.row_link(row))
                for row in rows[:SHOWN]
            ],
            max(len(rows) - SHOWN, 0),
        )
        for kind, rows in lists
        if rows
    ]
