import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from lempu.kernel.offices.calendar import ONE_DAY, DayOff, WorkingCalendar
from lempu.kernel.offices.enums import DueShift, Level, Role
from lempu.kernel.offices.rules import memberships_of
from lempu.shared.periods import today

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


class OfficeQuerySet(models.QuerySet["Office"]):
    def visible_to(self, user: "User | Any") -> Self:
        """Offices the person belongs to, and those below an office they observe or nationally manage."""
        mine = Q(pk__in=[m.office_id for m in memberships_of(user)])
        for membership in memberships_of(user):
            national = membership.office.parent_id is None
            reaches = membership.role == Role.OBSERVER or (
                membership.role == Role.ADMINISTRATOR and national
            )
            if reaches:
                mine |= Q(path__startswith=membership.office.path)
        return self.filter(mine)

    def below(self, office: "Office") -> Self:
        return self.filter(path__startswith=office.path).exclude(pk=office.pk)


class Office(models.Model):
    """One office (satuan kerja) in the tree RI > provinsi > kabupaten/kota.

    ``code`` is the Kemendagri area code (Luwu is 7317; the national office is 0); ``path`` holds the
    codes from the root ("0/73/7317/"), so that everything below an office is one prefix.
    The lower fields are choices of the office, each with a default that its page shows.
    """

    code = models.CharField(max_length=10, unique=True)
    name = models.CharField(_("name"), max_length=160)
    region = models.CharField(_("region"), max_length=120, blank=True)
    level = models.CharField(max_length=10, choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=60, unique=True)
    timezone = models.CharField(max_length=40, default="Asia/Jakarta")
    due_shift = models.CharField(
        _("due date on a day off"), max_length=10, choices=DueShift.choices, default=DueShift.NEXT
    )
    joint_leave_is_working = models.BooleanField(
        _("count joint leave (cuti bersama) as working days"), default=False
    )
    close_after_days = models.PositiveSmallIntegerField(
        _("days after the end of a month until it should be closed"), default=30
    )
    undo_seconds = models.PositiveSmallIntegerField(
        _("seconds in which a review decision can be undone"), default=10
    )

    has_public_page = models.BooleanField(
        _("show the promise and its progress to everybody"), default=True
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name

    @property
    def office(self) -> "Office":
        return self

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The national calendar and the office's own days off on top; one query for each object."""
        return WorkingCalendar.load().with_local(each.day_off for each in self.days_off.standing())


class DayOffQuerySet(models.QuerySet["LocalDayOff"]):
    def standing(self) -> Self:
        return self.filter(removed_at=None)

    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def for_listing(self) -> Self:
        return self.standing().select_related("office", "added_by").order_by("-day")


class LocalDayOff(models.Model):
    """A day on which one office does not work, by a decree of its region. Taken back, never deleted."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="days_off")
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=160)
    basis = models.CharField(_("legal basis"), max_length=200)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    objects = DayOffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "day"], condition=Q(removed_at=None), name="day_off_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.day}"

    @property
    def day_off(self) -> DayOff:
        known = timezone.localdate(self.added_at)
        return DayOff(self.day, self.name, self.name, "local", known, self.basis, False)


class UnitQuerySet(models.QuerySet["Unit"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))


class Unit(models.Model):
    """A sub-bagian of an office."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="units")
    key = models.SlugField(max_length=40)
    name = models.CharField(_("name"), max_length=160)
    short_name = models.CharField(_("short name"), max_length=60)
    position = models.PositiveSmallIntegerField(default=0)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["office", "position", "name"]
        constraints = [models.UniqueConstraint(fields=["office", "key"], name="unit_key_unique")]

    def __str__(self) -> str:
        return self.short_name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, day: dt.date | None = None) -> Self:
        day = day or today()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def around(self, day: dt.date) -> Self:
        """In force on a day that ``day`` may be somewhere in the country (zones differ by two hours)."""
        return self.overlapping(day - ONE_DAY, day + ONE_DAY)

    def ended(self, day: dt.date | None = None) -> Self:
        return self.filter(ends_on__lt=day or today())

    def not_ended(self, day: dt.date | None = None) -> Self:
        """In force, or to begin later."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day or today()))

    def overlapping(self, first: dt.date, last: dt.date | None) -> Self:
        """In force on a day from ``first`` to ``last`` (None: without end)."""
        rows = self.not_ended(first)
        return rows if last is None else rows.filter(starts_on__lte=last)

    def with_standing(self, day: dt.date | None = None) -> Self:
        """Adds ``stands_in``: whether the person may stand in for a colleague of that office."""
        mine = Delegation.objects.around(day or today()).filter(delegate=OuterRef("user"))
        return self.annotate(stands_in=Exists(mine.filter(office=OuterRef("office"))))

    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def working(self) -> Self:
        """Of people who work there, not of those who only look: assessors and observers."""
        return self.exclude(role__in=[Role.ASSESSOR, Role.OBSERVER])

    def for_listing(self) -> Self:
        return self.select_related("user", "unit", "office").order_by("user__name", "role")


class Membership(models.Model):
    """One role of one person in one office, from a day until a day. Ended, never deleted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    office = models.ForeignKey(Office, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("sub-division"),
    )
    position = models.CharField(_("position"), max_length=120, blank=True)
    areas = models.JSONField(_("areas"), default=list, blank=True)
    starts_on = models.DateField(_("from"), default=today)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    #: For whom the person stands in there today; filled by ``rules.memberships_of``.
    standing: "tuple[Delegation, ...]" = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office", "role"],
                condition=Q(ends_on__isnull=True),
                name="membership_one_open_per_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.office_id}"

    @property
    def has_ended(self) -> bool:
        """On the clock of its office, which must be loaded."""
        return self.ends_on is not None and self.ends_on < today(self.office.timezone)

    @property
    def is_in_force(self) -> bool:
        return self.starts_on <= today(self.office.timezone) and not self.has_ended


class DepartureQuerySet(models.QuerySet["Departure"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def planned(self) -> Self:
        return self.filter(completed_at=None, cancelled_at=None)

    def unfinished(self) -> Self:
        """The person is gone and something is still in their name."""
        return self.filter(completed_at__isnull=False, open_count__gt=0)


class Departure(models.Model):
    """A person leaves an office (keluar dari satker) after ``last_day``, and who takes over what.

    Planned until the day after; then the duties pass, to ``choices`` (duty -> person) and all others to
    ``heir``. ``open_count`` is what nobody took over. Nothing of it is deleted.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="departures")
    office = models.ForeignKey(Office, models.PROTECT, related_name="departures")
    last_day = models.DateField()
    reason = models.CharField(max_length=200)
    heir = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    choices = models.JSONField(default=dict)
    roles = models.JSONField(
        default=dict, help_text="roles that end -> the last day they had before"
    )
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    open_count = models.PositiveIntegerField(default=0)
    has_closed_account = models.BooleanField(default=False)

    objects = DepartureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office"],
                condition=Q(completed_at=None, cancelled_at=None),
                name="departure_one_planned",
            ),
            models.CheckConstraint(
                condition=Q(completed_at=None) | Q(cancelled_at=None),
                name="departure_done_or_called_off",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.office_id} {self.last_day}"


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def in_force(self, day: dt.date | None = None) -> Self:
        day = day or today()
        return self.filter(ended_at=None, starts_on__lte=day, ends_on__gte=day)

    def around(self, day: dt.date) -> Self:
        """As of memberships."""
        return self.overlapping(day - ONE_DAY, day + ONE_DAY)

    def not_over(self, day: dt.date | None = None) -> Self:
        """In force, or to begin later."""
        return self.filter(ended_at=None, ends_on__gte=day or today())

    def overlapping(self, first: dt.date, last: dt.date) -> Self:
        return self.filter(ended_at=None, starts_on__lte=last, ends_on__gte=first)

    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def for_listing(self) -> Self:
        return self.select_related("person", "delegate", "office").order_by("starts_on", "pk")


class Delegation(models.Model):
    """A colleague stands in for a person on leave (cuti), from a day until a day.

    ``duties`` names what was chosen, as the door of duties does ("obligations.owned:12",
    "offices.roles:reviewer"); empty means everything. What nobody does for another stands in
    ``rules.NOT_LENT``. It ends by itself; it is never deleted.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="delegations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegations_given"
    )
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegations_received"
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    duties = models.JSONField(default=list)
    reason = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = DelegationQuerySet.as_manager()

    #: What is lent today: roles with their sub-divisions; filled by ``rules.memberships_of``.
    lent: tuple[tuple[str, int | None], ...] = ()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="delegation_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(person=models.F("delegate")), name="delegation_to_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.delegate_id} {self.starts_on}"

    @property
    def is_all(self) -> bool:
        return not self.duties

    @property
    def is_in_force(self) -> bool:
        """On the clock of its office, which must be loaded."""
        day = today(self.office.timezone)
        return self.ended_at is None and self.starts_on <= day <= self.ends_on

    def covers(self, kind: str, key: object) -> bool:
        return self.is_all or f"{kind}:{key}" in self.duties

    def keys_of(self, kind: str) -> list[str]:
        """The duties of one kind that were chosen."""
        return [
            name.removeprefix(f"{kind}:") for name in self.duties if name.startswith(f"{kind}:")
        ]
