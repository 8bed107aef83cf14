from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models

from lempu.kernel.bundles.enums import State
from lempu.kernel.offices.models import Office

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


class BundleQuerySet(models.QuerySet["Bundle"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def for_listing(self) -> Self:
        return self.select_related("asked_by", "office").order_by("-pk")


class Bundle(models.Model):
    """One export of a year, asked for on a page (berkas bukti). The file can be made again at any time,
    so it is thrown away after a week; the row and its fingerprint stay."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    seal = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    is_kept = models.BooleanField(default=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = BundleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.office_id} {self.year}"

    @property
    def share(self) -> int:
        """Hundredths done."""
        return 100 * self.done // self.total if self.total else 0
