import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When

from lempu.kernel.obligations.enums import DONE, Look, Shown, State, look_of, shown_of
from lempu.kernel.offices.models import Office
from lempu.shared.periods import Month, today

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


def shown_case(day: dt.date) -> Case:
    """``shown_of`` for the database: of rows with ``state``, ``begins_on`` and ``due_on``."""
    same = (s for s in State if s != State.OPEN)
    return Case(
        *(When(state=state, then=Value(Shown(state).value)) for state in same),
        When(due_on__lt=day, then=Value(Shown.LATE.value)),
        When(begins_on__lte=day, then=Value(Shown.DUE.value)),
        default=Value(Shown.SCHEDULED.value),
        output_field=models.CharField(),
    )


class ObligationQuerySet(models.QuerySet["Obligation"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def with_shown(self, day: dt.date | None = None) -> Self:
        """Adds ``shown_state``, what a person sees on ``day``, so that pages can filter by it."""
        return self.annotate(shown_state=shown_case(day or today()))

    def needing_action(self, day: dt.date | None = None) -> Self:
        """Late or returned: *perlu tindakan*."""
        return self.filter(Q(state=State.RETURNED) | Q(state=State.OPEN, due_on__lt=day or today()))

    def counted(self) -> Self:
        """Without what an amendment withdrew: that is kept, but nobody owes it."""
        return self.exclude(state=State.WITHDRAWN)

    def done(self) -> Self:
        return self.filter(state__in=DONE)

    def for_listing(self) -> Self:
        return self.select_related(
            "indicator__sub_activity__activity__programme", "indicator__unit", "office", "plan"
        ).order_by("due_on", "indicator__order")


class Obligation(models.Model):
    """One tick of the grid: one indicator in one month (kewajiban).

    Made when a plan is enacted, never deleted. ``state`` changes only through the services of
    this room, ``evidence`` and ``reviews``. ``was_late`` stays once proof came after ``due_on``.

    ``plan`` is the version that counts it and ``indicator`` the row that asked for it last: an
    amendment carries both over. What it no longer asks for is WITHDRAWN and stays with the version
    that did; what was proved before counts on, and ``is_former`` says that nothing asks for it now.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    plan = models.ForeignKey("plans.Plan", models.PROTECT, related_name="obligations")
    indicator = models.ForeignKey("plans.Indicator", models.PROTECT, related_name="obligations")
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    begins_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    was_late = models.BooleanField(default=False)
    submitted_at = models.DateTimeField(null=True)
    undone_reason = models.TextField(blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = ObligationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year", "month"], name="obligation_one_per_month"
            ),
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="obligation_month_real"),
            models.CheckConstraint(
                condition=~Q(state=State.UNDONE) | ~Q(undone_reason=""),
                name="obligation_undone_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("begins_on")), name="obligation_due_after_start"
            ),
        ]
        indexes = [models.Index(fields=["office", "state", "due_on"], name="obligation_waiting")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year}-{self.month:02}"

    @property
    def period(self) -> Month:
        return Month(self.year, self.month)

    @property
    def is_former(self) -> bool:
        """Whether the version in force no longer asks for it. Needs ``indicator`` loaded."""
        row = self.indicator
        return self.plan_id != row.plan_id or self.month not in row.months

    def shown_on(self, day: dt.date) -> str:
        """The state a person sees on ``day``."""
        return shown_of(self.state, self.begins_on, self.due_on, day)

    @property
    def look(self) -> Look:
        shown = self.shown_on(today())
        return look_of(shown, late=self.was_late and shown != Shown.LATE)

    @property
    def days_late(self) -> int:
        """Days past the due date while nothing was submitted; 0 when not late."""
        return max((today() - self.due_on).days, 0)
