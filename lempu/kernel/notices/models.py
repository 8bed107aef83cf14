"""What people are told: in the product, by mail, in their calendar; and how they want it."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.notices.enums import Frequency, Kind, MailState, Weekday
from lempu.kernel.offices.models import Office

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User

#: A claim older than this belongs to a worker that died.
CLAIM_HOLDS = dt.timedelta(minutes=5)


def usual_days_before() -> list[int]:
    return [7, 2, 0]


class Rules(models.Model):
    """When an office reminds. Every field has a default that its page shows; no row means all of them.

    ``days_before`` and the two ``late_`` fields count working days of the office; 0 in ``late_``
    means never. ``reminded_on`` is the last day on which the steps were looked at.
    """

    office = models.OneToOneField(Office, models.PROTECT, primary_key=True, related_name="+")
    frequency = models.CharField(max_length=10, choices=Frequency.choices, default=Frequency.DAILY)
    hour = models.PositiveSmallIntegerField(default=7, validators=[MaxValueValidator(23)])
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices, default=Weekday.MONDAY)
    days_before = models.JSONField(default=usual_days_before)
    late_coordinator = models.PositiveSmallIntegerField(default=3)
    late_leader = models.PositiveSmallIntegerField(default=7)
    reminded_on = models.DateField(null=True)

    def __str__(self) -> str:
        return str(self.office_id)


class Preference(models.Model):
    """How one person wants to be told; an empty field follows the office."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, primary_key=True, related_name="reminder_wishes"
    )
    mail_on = models.BooleanField(default=True)
    frequency = models.CharField(max_length=10, choices=Frequency.choices, blank=True)
    hour = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(23)])
    weekday = models.PositiveSmallIntegerField(null=True, choices=Weekday.choices)
    reminders = models.BooleanField(default=True)
    escalations = models.BooleanField(default=True)

    def __str__(self) -> str:
        return str(self.user_id)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: "User | Any") -> Self:
        """Notices are nobody's but their reader's, whatever roles others hold."""
        return self.filter(user=user.pk, office__in=Office.objects.visible_to(user))

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def for_listing(self) -> Self:
        return self.select_related("office", "obligation__indicator__sub_activity").order_by(
            "-made_at", "-pk"
        )


class Notice(models.Model):
    """Something a person is told in the product. ``key`` keeps it from being said twice.

    ``content`` holds figures and keys, so that the sentence can be made in any language.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    key = models.CharField(max_length=60)
    obligation = models.ForeignKey(
        "obligations.Obligation", models.PROTECT, null=True, related_name="+"
    )
    content = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "office", "key"], name="notice_said_once")
        ]
        indexes = [
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["user", "-made_at"], name="notice_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"


class Reminder(models.Model):
    """A step that an obligation reached: ``before-7``, ``coordinator``, ``leader``; once each."""

    obligation = models.ForeignKey(
        "obligations.Obligation", models.PROTECT, related_name="reminders"
    )
    step = models.CharField(max_length=20)
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["obligation", "step"], name="reminder_once_per_step")
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.step}"


class Round(models.Model):
    """On that day a person was looked at, and written to if there was something to say."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    day = models.DateField()
    is_weekly = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "user", "day"], name="round_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"


class MailQuerySet(models.QuerySet["Mail"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def due(self, now: dt.datetime) -> Self:
        """Waiting, past its time and in nobody's hands."""
        free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_HOLDS)
        return self.filter(free, state=MailState.WAITING, next_try_at__lte=now)

    def troubled(self) -> Self:
        """Not delivered, or tried before and still waiting."""
        return self.filter(Q(state=MailState.FAILED) | Q(state=MailState.WAITING, attempts__gt=0))

    def waiting(self) -> Self:
        return self.filter(state=MailState.WAITING)

    def sent_since(self, moment: dt.datetime) -> Self:
        return self.filter(state=MailState.SENT, sent_at__gte=moment)

    def for_listing(self) -> Self:
        return self.select_related("user", "office").order_by("state", "-made_at", "-pk")


class Mail(models.Model):
    """One mail to one person. The row is the truth: what is *waiting* will be sent.

    ``key`` says what it is for (``digest:7317:12:2026-11-24``), so that it is written once. A mail
    that ``is_quiet`` is not sent on a day off of its office. The words are wiped when it is sent.
    """

    key = models.CharField(max_length=120, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    to = models.EmailField()
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    calendar = models.TextField(blank=True, help_text="an event (iCalendar) that goes with it")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=120, blank=True)
    is_quiet = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(state=MailState.WAITING), name="mail_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class Feed(models.Model):
    """The private address of a person's calendar. Only a hash of its secret is kept.

    ``reads`` counts what was asked since ``counted_from``, so that nobody can ask without end.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    counted_from = models.DateTimeField(default=timezone.now)
    reads = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at=None), name="feed_one_open"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
