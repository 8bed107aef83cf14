"""What the change desk holds of a month, and what the month still needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lempu.desks.change.models import (
    Discipline,
    Explanation,
    Meeting,
    Pledge,
    PledgeText,
    Point,
    Post,
    Team,
)
from lempu.kernel.accounts.models import User
from lempu.kernel.findings.models import LinkState
from lempu.kernel.offices.models import Membership, Office
from lempu.kernel.plans.models import Plan
from lempu.shared.periods import Month

if TYPE_CHECKING:
    from django.db.models import QuerySet


def team_in(office: Office, month: Month) -> Team | None:
    """The team that stood at the end of a month."""
    rows = Team.objects.of(office).filter(
        Q(ended_on=None) | Q(ended_on__gt=month.last), decided_on__lte=month.last
    )
    found: Team | None = rows.order_by("-decided_on").first()
    return found


def staff_in(office: Office, month: Month) -> "QuerySet[User]":
    """People who worked in the office at the end of a month, by name."""
    rows = Membership.objects.in_force(month.last).working().filter(office=office)
    return User.objects.filter(pk__in=rows.values("user")).order_by("name", "pk")


def pledges_in(office: Office, month: Month) -> dict[int, Pledge]:
    """Pledges of the year signed until the end of a month, by person."""
    rows = Pledge.objects.of(office).filter(year=month.year, signed_at__date__lte=month.last)
    return {row.person_id: row for row in rows}


def points_in(office: Office, month: Month) -> list[Point]:
    return list(Point.objects.of(office).filter(added_on__lte=month.last).order_by("place"))


def explanations_in(office: Office, month: Month) -> "QuerySet[Explanation]":
    rows: QuerySet[Explanation] = Explanation.objects.of(office).filter(
        day__range=(month.first, month.last)
    )
    return rows.order_by("day", "pk")


def posts_in(office: Office, month: Month) -> list[Post]:
    rows = Post.objects.of(office).filter(day__range=(month.first, month.last))
    return list(rows.order_by("day", "pk"))


def links_of(posts: Sequence[Post]) -> dict[str, LinkState]:
    """What the links answered when they were last asked, by link."""
    rows = LinkState.objects.filter(url__in=[post.url for post in posts])
    return {row.url: row for row in rows}


def discipline_in(office: Office, month: Month) -> Discipline | None:
    rows = Discipline.objects.of(office).filter(year=month.year, month=month.number)
    found: Discipline | None = rows.select_related("noted_by").first()
    return found


def meetings_in(office: Office, month: Month) -> list[Meeting]:
    """Meetings on the plan of the year until the end of the month."""
    rows = Meeting.objects.of(office).filter(day__year=month.year, day__lte=month.last)
    return list(rows.order_by("day", "pk"))


def plan_in(office: Office, month: Month) -> Plan | None:
    """The version of the year's plan whose decree was the last until the end of the month."""
    rows = Plan.objects.set_by_decree().filter(office=office, year=month.year)
    decided = Q(decree_date__lte=month.last) | Q(decree_date=None, enacted_at__date__lte=month.last)
    return rows.filter(decided).order_by("-version").first()


def text_of(office: Office, year: int) -> PledgeText | None:
    rows = PledgeText.objects.of(office).filter(year=year)
    found: PledgeText | None = rows.order_by("-version").first()
    return found


@dataclass(frozen=True, slots=True)
class Need:
    """One thing the month still needs, in the officer's words, with the place on the page."""

    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything on the page of the desk; in as many queries whatever there is."""

    month: Month
    team: Team | None
    members: list[Any]
    past: list[Team]
    plan: Plan | None
    meetings: list[Meeting]
    points: list[Point]
    told: int
    text: PledgeText | None
    staff: list[User]
    pledges: dict[int, Pledge]
    discipline: Discipline | None
    posts: list[Post]
    links: dict[str, LinkState]

    @property
    def shown(self) -> int:
        return sum(self.is_shown(point) for point in self.points)

    @property
    def silent(self) -> list[User]:
        return [person for person in self.staff if person.pk not in self.pledges]

    @property
    def signed(self) -> int:
        return len(self.staff) - len(self.silent)

    def is_shown(self, point: Point) -> bool:
        return point.shown_on is not None and point.shown_on <= self.month.last

    @property
    def needs(self) -> list[Need]:
        found = []
        if self.team is None:
            found.append(Need(_("The decree of the team is not here yet."), "tim"))
        if self.plan is None:
            found.append(Need(_("The work plan of this year is not enacted yet."), "rencana"))
        if not self.meetings:
            found.append(Need(_("The meeting on the work plan is not noted yet."), "rencana"))
        if not self.points:
            found.append(Need(_("No place for a banner is listed yet."), "titik"))
        elif bare := len(self.points) - self.shown:
            words = ngettext(
                "%(n)s place has no banner yet.", "%(n)s places have no banner yet.", bare
            )
            found.append(Need(words % {"n": bare}, "titik"))
        if not self.told:
            found.append(Need(_("Nobody was told about the programme this month yet."), "tamu"))
        if self.text is None:
            found.append(Need(_("The pledge of this year has no text yet."), "pakta"))
        elif left := len(self.silent):
            words = ngettext(
                "%(n)s person has not signed the pledge yet.",
                "%(n)s people have not signed the pledge yet.",
                left,
            )
            found.append(Need(words % {"n": left}, "pakta"))
        if self.discipline is None:
            found.append(Need(_("The discipline of this month is not noted yet."), "disiplin"))
        return found


def desk_of(office: Office, month: Month) -> Desk:
    team, posts = team_in(office, month), posts_in(office, month)
    members = team.members.select_related("person").order_by("pk") if team else []
    past = Team.objects.of(office).exclude(pk=team.pk if team else None)
    return Desk(
        month=month,
        team=team,
        members=list(members),
        past=list(past.order_by("-decided_on")),
        plan=plan_in(office, month),
        meetings=meetings_in(office, month),
        points=points_in(office, month),
        told=explanations_in(office, month).count(),
        text=text_of(office, month.year),
        staff=list(staff_in(office, month)),
        pledges=pledges_in(office, month),
        discipline=discipline_in(office, month),
        posts=posts,
        links=links_of(posts),
    )
