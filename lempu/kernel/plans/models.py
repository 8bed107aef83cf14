"""The decree and its plan: programme > activity > sub-activity (> part) > indicator with months."""

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from lempu.kernel.offices.models import Office
from lempu.kernel.plans.enums import (
    SET_BY_DECREE,
    DueRule,
    Expectation,
    ImportState,
    Origin,
    PlanState,
    Severity,
)

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def enacted(self) -> Self:
        return self.filter(state=PlanState.ENACTED)

    def for_listing(self) -> Self:
        return (
            self.exclude(state__in=[PlanState.WITHDRAWN, PlanState.SUPERSEDED])
            .select_related("office", "source_file")
            .order_by("-year", "-pk")
        )

    def set_by_decree(self) -> Self:
        """Every version that is or was in force."""
        return self.filter(state__in=SET_BY_DECREE)

    def amending(self) -> Self:
        """Drafts that will replace a plan in force."""
        return self.filter(state=PlanState.DRAFT, amends__isnull=False)

    def with_rows(self) -> Self:
        """Every row of the plan, in five queries whatever its size."""
        return self.prefetch_related(
            Prefetch("programmes", Programme.objects.order_by("position")),
            Prefetch("programmes__activities", Activity.objects.order_by("position")),
            Prefetch(
                "programmes__activities__sub_activities", SubActivity.objects.order_by("position")
            ),
            Prefetch(
                "programmes__activities__sub_activities__indicators",
                Indicator.objects.order_by("position"),
            ),
        )


class Plan(models.Model):
    """One year of one office (rencana aksi), with the decree that sets it.

    Rows may change while ``state`` is DRAFT; ``services.enact_plan`` locks them. The decree's
    words are kept as they stand; fields are empty when a plan has no decree yet. A later decree makes
    a new ``version`` that ``amends`` the one in force, which is then SUPERSEDED and stays as it was.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField(_("year"))
    state = models.CharField(max_length=12, choices=PlanState.choices, default=PlanState.DRAFT)
    origin = models.CharField(max_length=12, choices=Origin.choices)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    amends = models.ForeignKey("self", models.PROTECT, null=True, related_name="amendments")
    decree_number = models.CharField(_("decree number"), max_length=60, blank=True)
    decree_date = models.DateField(_("date"), null=True, blank=True)
    decree_place = models.CharField(_("place"), max_length=80, blank=True)
    decree_office = models.CharField(_("office named in the decree"), max_length=200, blank=True)
    decree_title = models.TextField(_("title"), blank=True)
    signatory_name = models.CharField(_("signatory"), max_length=120, blank=True)
    signatory_position = models.CharField(
        _("position of the signatory"), max_length=200, blank=True
    )
    source_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    source_name = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    enacted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    enacted_at = models.DateTimeField(null=True)
    edition = models.PositiveIntegerField(default=1, help_text="raised by every edit of the draft")

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "year"],
                condition=Q(state=PlanState.ENACTED),
                name="plan_one_enacted_per_year",
            ),
            models.UniqueConstraint(
                fields=["office", "year"],
                condition=Q(state=PlanState.DRAFT, amends__isnull=False),
                name="plan_one_amendment_draft",
            ),
            models.UniqueConstraint(
                fields=["office", "year", "version"],
                condition=Q(state__in=[*SET_BY_DECREE]),
                name="plan_version_once",
            ),
            models.CheckConstraint(
                condition=Q(version=1, amends__isnull=True)
                | Q(version__gt=1, amends__isnull=False),
                name="plan_later_version_amends",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanState.ENACTED) | Q(enacted_at__isnull=False),
                name="plan_enacted_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id}/{self.year}"

    @property
    def is_draft(self) -> bool:
        return self.state == PlanState.DRAFT

    @property
    def is_amendment(self) -> bool:
        return self.amends_id is not None


class Programme(models.Model):
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="programmes")
    position = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.TextField(_("programme"))
    area = models.CharField(_("area"), max_length=40, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class Activity(models.Model):
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="activities")
    position = models.PositiveSmallIntegerField()
    name = models.TextField(_("activity"))

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class SubActivity(models.Model):
    """A sub-activity; ``parts`` are its lettered items (a to e), as texts in order."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="sub_activities")
    position = models.PositiveSmallIntegerField()
    name = models.TextField(_("sub-activity"))
    parts = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(plan__office__in=Office.objects.visible_to(user))

    def in_order(self) -> Self:
        return self.order_by("order")

    def with_place(self) -> Self:
        return self.select_related("sub_activity__activity__programme", "unit", "plan")


class Indicator(models.Model):
    """A row of the grid: what shows success, and the months it is expected in.

    ``key`` stays the same when a plan is copied or amended, so that a row can be followed
    through the years. ``code`` ("7.2b") is derived from its place when the plan changes.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="indicators")
    sub_activity = models.ForeignKey(SubActivity, models.CASCADE, related_name="indicators")
    key = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=12, blank=True)
    text = models.TextField(_("indicator"))
    months = models.JSONField(default=list, blank=True)
    extra = models.JSONField(default=dict, blank=True)
    expectation = models.CharField(
        _("expectation"), max_length=12, choices=Expectation.choices, default=Expectation.MONTHLY
    )
    required = models.JSONField(_("evidence asked for"), default=list, blank=True)
    due_rule = models.CharField(
        _("due"), max_length=20, choices=DueRule.choices, default=DueRule.MONTH_END
    )
    due_day = models.PositiveSmallIntegerField(_("day"), null=True, blank=True)
    is_suggested = models.BooleanField(default=True)
    suggestion = models.TextField(blank=True)
    unit = models.ForeignKey(
        "offices.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sub-division"),
    )
    owners = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="owned_rows")
    coordinators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="coordinated_rows"
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="indicator_key_unique"),
            models.CheckConstraint(
                condition=~Q(due_rule=DueRule.NEXT_MONTH_DAY) | Q(due_day__range=(1, 31)),
                name="indicator_day_given",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def office(self) -> Office:
        return self.plan.office


class PlanFinding(models.Model):
    """What the reader noticed, kept with the draft: code and values, so that any language can say it.

    ``decision`` is what a person chose; a MUST finding without one stops the enactment. ``row`` is
    the code as it was read; ``indicator`` follows the row when codes change, and None is the whole
    document.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="findings")
    indicator = models.ForeignKey(
        "plans.Indicator", models.CASCADE, null=True, blank=True, related_name="findings"
    )
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    row = models.CharField(max_length=12, blank=True)
    content = models.JSONField(default=dict)
    decision = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.row} {self.code}"


class BindingQuerySet(models.QuerySet["Binding"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def in_force(self) -> Self:
        return self.filter(ended_at=None)


class Binding(models.Model):
    """A row of the plan is fed by a measure of a desk, with a target: at least so much a month.

    It follows ``row_key`` through copies and amendments. Ended, never deleted; ``reason`` is why it was
    proposed, empty when a person chose it on their own.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    row_key = models.UUIDField()
    measure = models.CharField(max_length=80)
    target = models.DecimalField(_("at least"), max_digits=9, decimal_places=2)
    reason = models.TextField(blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    objects = BindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "row_key", "measure"],
                condition=Q(ended_at=None),
                name="binding_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.row_key} {self.measure}"


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))


class Import(models.Model):
    """A decree that was given to be read. The plan is untouched until it is adopted.

    ``amends`` is the plan in force that the decree changes, if it changes one; ``matches`` then says
    which of its rows each row that was read goes on from (``selectors.matches.Matches``).

    ``reading`` is the reader's JSON; ``decisions`` maps the position of a finding to the choice made
    on the dry run. ``error_code`` says why a file could not be read.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="imports")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    state = models.CharField(
        max_length=12, choices=ImportState.choices, default=ImportState.WAITING
    )
    reading = models.JSONField(null=True)
    decisions = models.JSONField(default=dict)
    amends = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="+")
    matches = models.JSONField(default=dict)
    error_code = models.CharField(max_length=40, blank=True)
    error = models.TextField(blank=True)
    took_ms = models.PositiveIntegerField(default=0)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="imports")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
