from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from lempu.kernel.offices.models import Office

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(submission__office__in=Office.objects.visible_to(user))


class Decision(models.Model):
    """What the second pair of eyes decided on one submission, bound to its exact content."""

    submission = models.ForeignKey("evidence.Submission", models.PROTECT, related_name="decisions")
    accepted = models.BooleanField()
    reason = models.TextField(blank=True)
    checks = models.JSONField(default=list)
    content_hash = models.CharField(max_length=64)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(undone_at__isnull=True),
                name="decision_one_standing",
            ),
            models.CheckConstraint(
                condition=Q(accepted=True) | ~Q(reason=""), name="decision_return_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.accepted}"
