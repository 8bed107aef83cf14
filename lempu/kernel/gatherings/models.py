"""Meetings, outreach, training, ceremonies: who was invited, who came, what was decided, what follows."""

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.gatherings.enums import FileKind, GatheringState, Kind, TaskState, Way
from lempu.kernel.offices.models import Office
from lempu.shared.periods import Month

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User

#: Without letters that are taken for figures when somebody types them.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code() -> str:
    """Names a gathering on its printed sheet; it cannot be guessed."""
    return "".join(secrets.choice(LETTERS) for _each in range(12))


class OfGathering(models.QuerySet[Any]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(gathering__office__in=Office.objects.visible_to(user))


class GatheringQuerySet(models.QuerySet["Gathering"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def closed(self) -> Self:
        return self.filter(state=GatheringState.CLOSED)

    def held_in(self, month: Month) -> Self:
        """By the day on the clock of the office, which is kept for it."""
        return self.filter(day__range=(month.first, month.last))

    def for_listing(self) -> Self:
        return self.select_related("office", "organiser", "number").order_by("-starts_at", "-pk")


class Gathering(models.Model):
    """One gathering of an office. ``door`` rises when its codes for attendance are made void.

    ``day`` is the day of ``starts_at`` on the clock of the office.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.MEETING)
    title = models.CharField(_("title"), max_length=200)
    agenda = models.TextField(_("agenda"))
    place = models.CharField(_("place"), max_length=200)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    day = models.DateField()
    organiser = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    unit = models.ForeignKey("offices.Unit", models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        max_length=10, choices=GatheringState.choices, default=GatheringState.PLANNED
    )
    code = models.CharField(max_length=12, unique=True, default=new_code)
    door = models.PositiveIntegerField(default=1)
    number = models.ForeignKey("numbering.Number", models.PROTECT, null=True, related_name="+")
    invitation = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField(null=True)
    course = models.TextField(_("what was said"), blank=True)
    decisions = models.TextField(_("what was decided"), blank=True)
    chair = models.CharField(_("chair of the meeting"), max_length=120, blank=True)
    edition = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    planned_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(blank=True, help_text="why it was cancelled")

    objects = GatheringQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["office", "day"], name="gathering_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="gathering_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(state=GatheringState.CLOSED) | Q(closed_at__isnull=False),
                name="gathering_closed_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        return f"gatherings.gathering:{self.pk}"

    @property
    def month(self) -> Month:
        return Month(self.day.year, self.day.month)

    @property
    def is_planned(self) -> bool:
        return self.state == GatheringState.PLANNED

    @property
    def is_closed(self) -> bool:
        return self.state == GatheringState.CLOSED


class Invitee(models.Model):
    """Somebody invited: a person of the office, or a guest by name.

    What is ``mail_asked_at`` and not ``mail_posted_at`` still has to be put into the outbox.
    """

    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="invitees")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    institution = models.CharField(_("institution"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    mail_asked_at = models.DateTimeField(null=True)
    mail_posted_at = models.DateTimeField(null=True)

    objects = OfGathering.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "user"], name="invited_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Attendance(models.Model):
    """Somebody was there. ``strokes`` is the path of drawn initials on a field of 300 by 100.

    ``form_key`` is that of the form it came with, which is taken once; ``network`` says, unreadably, where
    guests came from and is wiped when the gathering is closed. Struck off with a reason, never deleted.
    """

    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    institution = models.CharField(_("institution"), max_length=160, blank=True)
    way = models.CharField(max_length=6, choices=Way.choices)
    strokes = models.TextField(blank=True)
    initials = models.CharField(_("initials"), max_length=20, blank=True)
    form_key = models.CharField(max_length=24, blank=True)
    network = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField(default=timezone.now)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    struck_at = models.DateTimeField(null=True)
    struck_reason = models.CharField(max_length=200, blank=True)

    objects = OfGathering.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "user"], condition=Q(struck_at=None), name="attended_once"
            ),
            models.UniqueConstraint(
                fields=["gathering", "form_key"],
                condition=~Q(form_key=""),
                name="attendance_form_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TaskQuerySet(OfGathering):
    def owed_by(self, user: "User | Any", office: Office) -> Self:
        rows = self.filter(gathering__office=office, owner=user, state=TaskState.OPEN)
        return rows.select_related("gathering").order_by("due_on", "pk")


class Task(models.Model):
    """A follow-up that the minutes give: what, who, until when; open until it is done.

    One of a monev meeting is a recommendation; somebody else checks what was done.
    """

    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="tasks")
    text = models.CharField(_("what"), max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who")
    )
    due_on = models.DateField(_("until"))
    state = models.CharField(max_length=8, choices=TaskState.choices, default=TaskState.OPEN)
    note = models.TextField(_("what was done"), blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    done_on = models.DateField(null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    checked_on = models.DateField(null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "state"], name="gathering_task_owed")]

    def __str__(self) -> str:
        return self.text

    @property
    def office(self) -> Office:
        return self.gathering.office

    @property
    def is_open(self) -> bool:
        return self.state == TaskState.OPEN

    def is_late_on(self, day: dt.date) -> bool:
        return self.is_open and self.due_on < day


class GatheringFile(models.Model):
    """A photo, material, or a signed sheet that came back. Withdrawn, never deleted."""

    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=12, choices=FileKind.choices)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    objects = OfGathering.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def office(self) -> Office:
        return self.gathering.office


class Paper(models.Model):
    """A paper that closing made: ``kind`` is the kind of evidence it is, ``report`` the complete set."""

    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=12)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    objects = OfGathering.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "kind"], name="gathering_paper_once")
        ]

    def __str__(self) -> str:
        return self.name
