from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from lempu.kernel.offices.models import Office
from lempu.shared.periods import Month

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.plans.models import Plan


class MonthCloseQuerySet(models.QuerySet["MonthClose"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def of_year(self, plan: "Plan") -> Self:
        """Months of the plan's year that are closed, under whichever version they were."""
        return self.filter(office=plan.office_id, plan__year=plan.year)


class MonthClose(models.Model):
    """A month of a plan is closed: every obligation of it has proof or a reason.

    ``plan`` is the version that was in force then; a month stays closed when the plan is amended.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    plan = models.ForeignKey("plans.Plan", models.PROTECT, related_name="closed_months")
    month = models.PositiveSmallIntegerField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(auto_now_add=True)
    counts = models.JSONField()

    objects = MonthCloseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "month"], name="month_closed_once")]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.month}"


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def latest(self) -> Self:  # type: ignore[override]
        """The last one of each measure and month."""
        later = Reading.objects.filter(
            office=OuterRef("office"),
            measure=OuterRef("measure"),
            year=OuterRef("year"),
            month=OuterRef("month"),
            number__gt=OuterRef("number"),
        )
        return self.filter(~Exists(later))


class Reading(models.Model):
    """What a measure read for one month of one office, kept as it was.

    Taken again with another result, or by a later ``version`` of the formula, it becomes the next ``number``.
    ``value`` None is nothing to measure; with ``error`` it could not be read at all, which is neither
    that nor zero. ``records`` are the rows the figure counts, as their names were then.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    measure = models.CharField(max_length=80)
    label = models.CharField(max_length=200)
    unit = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    numerator = models.PositiveIntegerField(default=0)
    denominator = models.PositiveIntegerField(default=0)
    note = models.TextField(blank=True)
    records = models.JSONField(default=list)
    error = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    taken_at = models.DateTimeField(default=timezone.now)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "measure", "year", "month", "number"], name="reading_number_once"
            ),
            models.CheckConstraint(
                condition=Q(error="") | Q(value=None), name="reading_unreadable_has_no_value"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.year}-{self.month:02} {self.number}"

    @property
    def period(self) -> Month:
        return Month(self.year, self.month)

    @property
    def figure(self) -> str:
        """The value without needless zeros, with its unit; "" where there is none."""
        if self.value is None:
            return ""
        number = f"{self.value.normalize():f}".replace(".", ",")
        return f"{number}%" if self.unit == "percent" else number


class DeskReportQuerySet(models.QuerySet["DeskReport"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def for_listing(self) -> Self:
        return self.select_related("pdf", "made_by", "evidence").order_by("-number")


class DeskReport(models.Model):
    """A version of the report that the desks made of one obligation, offered as its evidence.

    ``content`` is all that stands in it but the moment; the same content makes no new version.
    ``changes`` say what is different from the version before, in words of structure.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    obligation = models.ForeignKey(
        "obligations.Obligation", models.PROTECT, related_name="desk_reports"
    )
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    changes = models.JSONField(default=list)
    seal = models.JSONField(null=True)
    pdf = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    evidence = models.ForeignKey("evidence.Evidence", models.PROTECT, related_name="+")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    objects = DeskReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["obligation", "number"], name="desk_report_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.number}"
