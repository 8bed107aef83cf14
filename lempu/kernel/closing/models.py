from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models

from lempu.kernel.offices.models import Office

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


class MonthCloseQuerySet(models.QuerySet["MonthClose"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))


class MonthClose(models.Model):
    """A month of a plan is closed: every obligation of it has proof or a reason."""

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
