import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.desks.change.enums import Channel, Part, Purpose
from lempu.kernel.offices.models import Office

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


class OfOffice(models.QuerySet[Any]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def of(self, office: Office) -> Self:
        return self.filter(office=office)


class Team(models.Model):
    """The team of the integrity zone as a decree sets it; the next decree ends it, it is kept."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    number = models.CharField(_("decree number"), max_length=120)
    decided_on = models.DateField(_("date of the decree"))
    ended_on = models.DateField(null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = OfOffice.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office"], condition=Q(ended_on=None), name="team_one_in_force"
            )
        ]

    def __str__(self) -> str:
        return self.number


class TeamMember(models.Model):
    """A person of a team; ``change`` is what an agent of change changes, in their words."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part.choices, default=Part.MEMBER)
    change = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "person"], name="team_person_once")]

    def __str__(self) -> str:
        return f"{self.team_id} {self.person_id}"


class Meeting(models.Model):
    """A meeting on the work plan: when, how many came, what was decided."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    attended = models.PositiveSmallIntegerField(_("people who came"))
    decided = models.TextField(_("what was decided"))
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    objects = OfOffice.as_manager()

    def __str__(self) -> str:
        return f"{self.office_id} {self.day}"


class Point(models.Model):
    """A place where a banner or a slogan is to hang, or a desk; shown once a photo says so."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    place = models.CharField(_("place"), max_length=160)
    added_on = models.DateField(default=dt.date.today)
    shown_on = models.DateField(_("hangs since"), null=True)
    photo = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")

    objects = OfOffice.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "place"], name="point_place_once"),
            models.CheckConstraint(
                condition=Q(shown_on=None, photo=None)
                | Q(shown_on__isnull=False, photo__isnull=False),
                name="point_shown_has_photo",
            ),
        ]

    def __str__(self) -> str:
        return self.place


class Explanation(models.Model):
    """The programme was explained to a visitor; nothing of the visitor is kept but their purpose."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    day = models.DateField()
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    told_at = models.DateTimeField(default=timezone.now)

    objects = OfOffice.as_manager()

    class Meta:
        indexes = [models.Index(fields=["office", "day"], name="explanation_by_day")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.day}"


class PledgeText(models.Model):
    """The words of the pledge (pakta integritas) of one year; a later version stands beside the first."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    text = models.TextField(_("text of the pledge"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = OfOffice.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "year", "version"], name="pledge_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.year} {self.version}"


class Pledge(models.Model):
    """One person signed the pledge of a year, with their own account; ``text`` is what they read."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    text = models.ForeignKey(PledgeText, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)

    objects = OfOffice.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "person"], name="pledge_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.year}"


class Discipline(models.Model):
    """How many of ``staff`` people kept each rule of discipline through one month, as the attendance
    sheets say, and what people began of themselves. A correction takes the place of what stood there."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    staff = models.PositiveSmallIntegerField(_("people counted"))
    hours = models.PositiveSmallIntegerField(_("kept working hours"))
    uniform = models.PositiveSmallIntegerField(_("wore the uniform of the day"))
    duties = models.PositiveSmallIntegerField(_("did their duties"))
    initiatives = models.TextField(_("initiatives"), blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    objects = OfOffice.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "year", "month"], name="discipline_once_a_month"
            ),
            models.CheckConstraint(
                condition=Q(staff__gt=0)
                & Q(hours__lte=models.F("staff"))
                & Q(uniform__lte=models.F("staff"))
                & Q(duties__lte=models.F("staff")),
                name="discipline_of_staff",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.year}-{self.month}"

    @property
    def kept(self) -> list[tuple[str, int]]:
        """Each rule with how many kept it."""
        fields = self._meta.get_field
        names = ("hours", "uniform", "duties")
        return [(str(fields(name).verbose_name), getattr(self, name)) for name in names]  # type: ignore[union-attr]


class Post(models.Model):
    """The programme told on a channel of the office. The link is asked by the clock whether everybody can
    open it; the picture shows the post as it was. ``reach`` and ``responses`` are what the channel last
    said, None while nobody looked."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    channel = models.CharField(max_length=10, choices=Channel.choices)
    url = models.URLField(_("link"), max_length=500)
    title = models.CharField(_("what it tells"), max_length=200)
    reach = models.PositiveIntegerField(null=True)
    responses = models.PositiveIntegerField(null=True)
    picture = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    objects = OfOffice.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "url"], name="post_link_once"),
        ]

    def __str__(self) -> str:
        return self.title
