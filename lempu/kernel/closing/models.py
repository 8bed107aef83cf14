from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models

from lempu.kernel.offices.models import Office

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
