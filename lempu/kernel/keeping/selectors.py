"""Back-ups belong to the installation, so whoever may see them at all sees all."""

from typing import TYPE_CHECKING

from lempu.kernel.keeping.models import Backup

if TYPE_CHECKING:
    from django.db.models import QuerySet


def latest_first() -> "QuerySet[Backup]":
    return Backup.objects.order_by("-made_at", "-pk")


def last_whole() -> Backup | None:
    """The latest that was written to its end."""
    return Backup.objects.whole().order_by("-made_at").first()
