from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.findings.enums import Rule
from lempu.kernel.offices.models import Office

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def standing(self) -> Self:
        """What was found the last time anybody looked, by rules the office has not switched off."""
        off = Switch.objects.filter(office=OuterRef("office"), rule=OuterRef("rule"))
        return self.filter(~Exists(off), gone_at=None)

    def unanswered(self) -> Self:
        return self.standing().filter(accepted_at=None)

    def for_listing(self) -> Self:
        return self.select_related(
            "version", "accepted_by", "other__evidence__obligation__indicator"
        ).order_by("pk")


class Finding(models.Model):
    """What an automatic check noticed (temuan): advice with a reason, never a verdict.

    Derived from what is offered, so finding and losing one is no act; that a person accepts it with
    a reason is one. ``key`` names what it speaks of, so that the answer of a person stays when everything is
    looked at again. ``other`` is what stands beside it, perhaps in another office: then only
    that it exists is shown (``selectors.shown``). ``data`` holds the values of its sentence.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    obligation = models.ForeignKey(
        "obligations.Obligation", models.PROTECT, related_name="findings"
    )
    version = models.ForeignKey(
        "evidence.Version", models.PROTECT, null=True, related_name="findings"
    )
    other = models.ForeignKey("evidence.Version", models.PROTECT, null=True, related_name="+")
    rule = models.CharField(max_length=20, choices=Rule.choices)
    key = models.CharField(max_length=80)
    page = models.PositiveIntegerField(default=1)
    other_page = models.PositiveIntegerField(default=1)
    data = models.JSONField(default=dict)
    found_at = models.DateTimeField(auto_now_add=True)
    gone_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(_("reason"), blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["obligation", "key"], name="finding_once"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | ~Q(reason=""), name="finding_accepted_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.key}"


class Switch(models.Model):
    """A rule that an office does not want; the row exists while it is off."""

    office = models.ForeignKey("offices.Office", models.CASCADE, related_name="+")
    rule = models.CharField(max_length=20, choices=Rule.choices)
    switched_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    switched_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "switches"
        constraints = [models.UniqueConstraint(fields=["office", "rule"], name="switch_once")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.rule}"


class Reach(models.Model):
    """How far an office was looked at: until ``seq`` of its ledger. The work-list is what lies behind."""

    office = models.OneToOneField(
        "offices.Office", models.CASCADE, primary_key=True, related_name="+"
    )
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "reaches"

    def __str__(self) -> str:
        return f"{self.office_id} {self.seq}"


class LinkState(models.Model):
    """What a link answered when it was last asked; ``status`` is that of HTTP, 0 when nothing came.

    ``seen`` is the last answer and ``since`` when it began to be that; ``verdict`` is what is said of it,
    once the answer has stood for a while: a page that is away for an hour is no finding.
    """

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the address")
    url = models.URLField(max_length=1000)
    verdict = models.CharField(max_length=10, blank=True)
    seen = models.CharField(max_length=10, blank=True)
    status = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.url} {self.verdict}"
