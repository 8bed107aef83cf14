"""What is done at the change desk; one entry in the ledger for each act."""

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.desks.change.enums import Act, Channel, Part, Purpose
from lempu.desks.change.models import (
    Discipline,
    Explanation,
    Meeting,
    Pledge,
    PledgeText,
    Point,
    Post,
    Team,
    TeamMember,
)
from lempu.desks.change.selectors import staff_in, text_of
from lempu.kernel.findings.services.links import note as watch_links
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.models import Office
from lempu.shared.errors import DomainError
from lempu.shared.periods import Month, today

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.files.models import StoredFile


@transaction.atomic
def set_team(
    *,
    office: Office,
    actor: "User",
    number: str,
    decided_on: dt.date,
    members: "list[tuple[User, Part, str]]",
) -> Team:
    """A decree sets the team; the one before ends on that day and is kept.

    Refuses a day that has not come (``not_yet``), one before the team in force (``before_the_last``), a
    team without people (``nobody``) and an agent of change who changes nothing (``agent_without_change``).
    """
    _require_past(office, decided_on, "decided_on")
    if not members:
        raise DomainError(_("A team has people. Choose them."), code="nobody", field="people")
    if any(part == Part.AGENT and not change.strip() for _who, part, change in members):
        raise DomainError(
            _("Say what each agent of change changes."),
            code="agent_without_change",
            field="change",
        )
    _hold(office)
    last = Team.objects.of(office).filter(ended_on=None).first()
    if last is not None:
        if last.decided_on > decided_on:
            raise DomainError(
                _("The team in force was set by a later decree."),
                code="before_the_last",
                field="decided_on",
            )
        last.ended_on = decided_on
        last.save(update_fields=["ended_on"])
    team = Team.objects.create(
        office=office, number=number.strip(), decided_on=decided_on, made_by=actor
    )
    TeamMember.objects.bulk_create(
        TeamMember(team=team, person=person, part=part, change=change.strip())
        for person, part, change in members
    )
    _record(
        team,
        Act.TEAM_SET,
        actor,
        number=team.number,
        decided_on=decided_on,
        members=[[person.pk, part] for person, part, _change in members],
    )
    return team


@transaction.atomic
def note_meeting(
    *, office: Office, actor: "User", day: dt.date, attended: int, decided: str
) -> Meeting:
    """A meeting on the work plan was held. Refuses a day that has not come (``not_yet``) and one to
    which nobody came (``nobody``)."""
    _require_past(office, day, "day")
    if attended < 1:
        raise DomainError(_("Somebody came to a meeting."), code="nobody", field="attended")
    row = Meeting.objects.create(
        office=office, day=day, attended=attended, decided=decided.strip(), noted_by=actor
    )
    _record(row, Act.MET, actor, day=day, attended=attended, decided=row.decided)
    return row


@transaction.atomic
def add_point(*, office: Office, actor: "User", place: str) -> Point:
    """List a place where a banner is to hang. Refuses one that is listed already (``listed``)."""
    try:
        with transaction.atomic():
            row = Point.objects.create(
                office=office, place=place.strip(), added_on=today(office.timezone)
            )
    except IntegrityError as error:
        raise DomainError(
            _("This place is listed already."), code="listed", field="place"
        ) from error
    _record(row, Act.POINT_ADDED, actor, place=row.place)
    return row


@transaction.atomic
def show_point(*, point: Point, actor: "User", day: dt.date, photo: "StoredFile") -> Point:
    """The banner hangs, as the photo shows; a later photo takes the place of the first on the page, and
    both stay in the ledger. Refuses a day that has not come (``not_yet``) and what is no picture
    (``no_picture``)."""
    _require_past(point.office, day, "day")
    if not photo.is_picture:
        raise DomainError(_("This is not a photo."), code="no_picture", field="photo")
    row: Point = Point.objects.select_for_update(of=("self",)).get(pk=point.pk)
    row.shown_on, row.photo = day, photo
    row.save(update_fields=["shown_on", "photo"])
    _record(row, Act.POINT_SHOWN, actor, place=row.place, day=day, sha256=photo.sha256)
    return row


@transaction.atomic
def explain(*, office: Office, actor: "User", purpose: Purpose) -> Explanation:
    """The programme was explained to a visitor just now: one tap."""
    row = Explanation.objects.create(
        office=office, day=today(office.timezone), purpose=purpose, told_by=actor
    )
    _record(row, Act.EXPLAINED, actor, purpose=purpose)
    return row


@transaction.atomic
def write_pledge(*, office: Office, actor: "User", year: int, text: str) -> PledgeText:
    """Set the words of the year's pledge: the next version; who signed an earlier one has signed.

    Refuses no words (``empty``); the same words again change nothing.
    """
    if not text.strip():
        raise DomainError(_("Write the pledge."), code="empty", field="text")
    _hold(office)
    last = text_of(office, year)
    if last is not None and last.text == text.strip():
        return last
    row = PledgeText.objects.create(
        office=office,
        year=year,
        version=last.version + 1 if last else 1,
        text=text.strip(),
        made_by=actor,
    )
    _record(row, Act.PLEDGE_WRITTEN, actor, year=year, version=row.version, text=row.text)
    return row


@transaction.atomic
def sign_pledge(*, office: Office, actor: "User", text: PledgeText) -> Pledge:
    """Sign the pledge of the year oneself, once; nobody signs for another.

    Refuses words that are not the latest (``newer_text``), people who do not work in the office
    (``not_staff``) and a second signature in the year (``signed_already``).
    """
    latest = text_of(office, text.year)
    if latest is None or latest.pk != text.pk:
        raise DomainError(
            _("The pledge has newer words. Read them before you sign."), code="newer_text"
        )
    day = today(office.timezone)
    if not staff_in(office, Month(day.year, day.month)).filter(pk=actor.pk).exists():
        raise DomainError(_("Only people of this office sign its pledge."), code="not_staff")
    try:
        with transaction.atomic():
            row = Pledge.objects.create(office=office, year=text.year, text=text, person=actor)
    except IntegrityError as error:
        raise DomainError(
            _("You have signed this year's pledge already."), code="signed_already"
        ) from error
    _record(row, Act.PLEDGED, actor, year=text.year, version=text.version)
    return row


@transaction.atomic
def note_post(
    *,
    office: Office,
    actor: "User",
    day: dt.date,
    channel: Channel,
    url: str,
    title: str,
    picture: "StoredFile | None" = None,
) -> Post:
    """The programme was told on a channel; from now on the clock asks whether the link opens.

    Refuses a day that has not come (``not_yet``), what is no picture (``no_picture``) and a link that
    was noted already (``listed``).
    """
    _require_past(office, day, "day")
    if picture is not None and not picture.is_picture:
        raise DomainError(_("This is not a photo."), code="no_picture", field="picture")
    try:
        with transaction.atomic():
            row = Post.objects.create(
                office=office, day=day, channel=channel, url=url, title=title.strip(),
                picture=picture, noted_by=actor,
            )  # fmt: skip
    except IntegrityError as error:
        raise DomainError(_("This link is noted already."), code="listed", field="url") from error
    watch_links([row.url])
    digest = picture.sha256 if picture else ""
    _record(
        row, Act.POSTED, actor, day=day, channel=channel, url=url, title=row.title, sha256=digest
    )
    return row


@transaction.atomic
def count_post(*, post: Post, actor: "User", reach: int, responses: int) -> Post:
    """What the channel says now of who saw the post and who answered; the same again writes nothing."""
    row: Post = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    before = {"reach": row.reach, "responses": row.responses}
    said = {"reach": reach, "responses": responses}
    if before != said:
        row.reach, row.responses = reach, responses
        row.save(update_fields=["reach", "responses"])
        _record(row, Act.POST_COUNTED, actor, before=before, **said)
    return row


@transaction.atomic
def note_discipline(
    *,
    office: Office,
    actor: "User",
    month: Month,
    staff: int,
    hours: int,
    uniform: int,
    duties: int,
    initiatives: str = "",
) -> Discipline:
    """Note how many people kept hours, uniform and duties in a month; once more corrects it.

    Refuses a month that has not begun (``not_yet``), nobody to count (``nobody``) and more people than
    were counted (``more_than_staff``). The same again writes nothing.
    """
    _require_past(office, month.first, "month")
    if staff < 1:
        raise DomainError(_("Somebody works here."), code="nobody", field="staff")
    counts = {"hours": hours, "uniform": uniform, "duties": duties}
    for name, count in counts.items():
        if count > staff:
            raise DomainError(
                _("More than the people counted."), code="more_than_staff", field=name
            )
    said = {"staff": staff, **counts, "initiatives": initiatives.strip()}
    _hold(office)
    row = Discipline.objects.of(office).filter(year=month.year, month=month.number).first()
    before = {name: getattr(row, name) for name in said} if row else {}
    if before == said:
        return cast("Discipline", row)
    row = row or Discipline(office=office, year=month.year, month=month.number)
    for name, value in {**said, "noted_by": actor, "noted_at": timezone.now()}.items():
        setattr(row, name, value)
    row.save()
    _record(row, Act.DISCIPLINE, actor, year=row.year, month=row.month, before=before, **said)
    return row


def _hold(office: Office) -> None:
    Office.objects.select_for_update().only("pk").get(pk=office.pk)


def _require_past(office: Office, day: dt.date, field: str) -> None:
    if day > today(office.timezone):
        raise DomainError(_("This day has not come yet."), code="not_yet", field=field)


def _record(row: Any, act: Act, actor: "User", **payload: Any) -> None:
    ledger.record(office=row.office, act=act, subject=row, actor=actor, **payload)
