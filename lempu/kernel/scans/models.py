from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lempu.kernel.offices.models import Office
from lempu.kernel.plans.suggestions import kind_label
from lempu.kernel.scans.enums import Problem, ScanState

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


class Sheet(models.Model):
    """A printed cover sheet: where what is scanned behind it belongs, and who answers for it."""

    code = models.CharField(max_length=16, unique=True)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    obligation = models.ForeignKey("obligations.Obligation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.code


class ScanQuerySet(models.QuerySet["Scan"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def waiting(self) -> Self:
        return self.filter(state=ScanState.WAITING)

    def for_listing(self) -> Self:
        return self.select_related(
            "file", "sheet", "settled_by", "evidence__obligation__indicator", "office"
        ).order_by("-arrived_at", "-pk")


class Scan(models.Model):
    """One file that somebody dropped into the folder of an office. Never deleted.

    ``key`` is the name it was taken under, so that a run that was cut off finds that it is done.
    ``reason`` is a ``Problem``, or the words with which the file was refused or set aside.
    """

    key = models.CharField(max_length=32, unique=True)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    state = models.CharField(max_length=10, choices=ScanState.choices, default=ScanState.WAITING)
    reason = models.TextField(blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    sheet = models.ForeignKey(Sheet, models.PROTECT, null=True, related_name="+")
    evidence = models.ForeignKey("evidence.Evidence", models.PROTECT, null=True, related_name="+")
    arrived_at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    objects = ScanQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["office", "state"], name="scan_tray")]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"

    @property
    def why(self) -> str:
        return str(Problem(self.reason).label) if self.reason in Problem.values else self.reason

    @property
    def kind_label(self) -> str:
        return str(kind_label(self.evidence.kind)) if self.evidence else ""
