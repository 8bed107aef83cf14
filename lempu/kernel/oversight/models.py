from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lempu.kernel.offices.models import Office

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


class Tally(models.Model):
    """The counts of one office in one year, kept so that a nation can be added up quickly.

    Derived from the obligations and never the truth: valid only on ``day`` and while the office's
    ledger still ends at ``seq``, since nothing of an office changes without an entry. ``months``
    and ``areas`` map a month ("9") or an area of change to the numbers of
    ``selectors.figures.Figures``; ``glance`` holds those of the year and, where ``day`` lies in it, of
    the running month, because an overview of the nation needs no more and reading all takes long.
    """

    office = models.ForeignKey("offices.Office", models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    day = models.DateField()
    seq = models.PositiveBigIntegerField()
    months = models.JSONField()
    areas = models.JSONField()
    glance = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [models.UniqueConstraint(fields=["year", "office"], name="tally_unique")]

    def __str__(self) -> str:
        return f"{self.office_id}/{self.year} {self.day}"


class TemplateQuerySet(models.QuerySet["Template"]):
    def visible_to(self, user: "User | Any") -> Self:
        """Those of one's own offices, and those handed to them that were not withdrawn."""
        mine = Office.objects.visible_to(user)
        handed = Handout.objects.filter(office__in=mine).values("template")
        return self.filter(Q(office__in=mine) | Q(pk__in=handed, withdrawn_at__isnull=True))

    def for_listing(self) -> Self:
        return self.select_related("office", "created_by").order_by("-pk")


class Template(models.Model):
    """A plan handed down to offices below, as it was on that day (``plans.services.snapshots``)."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=160)
    note = models.TextField(_("note to the offices"), blank=True)
    year = models.PositiveSmallIntegerField()
    rows = models.PositiveIntegerField()
    content = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = TemplateQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class Handout(models.Model):
    """One office that a template was handed to, and the draft it made of it, if any."""

    template = models.ForeignKey(Template, models.PROTECT, related_name="handouts")
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    plan = models.ForeignKey("plans.Plan", models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "office"], name="handout_once"),
        ]

    def __str__(self) -> str:
        return f"{self.template_id} {self.office_id}"
