from typing import Self

from django.db import models


def key_of(subject: models.Model) -> str:
    """How a row is named in the ledger: ``plans.plan:12``."""
    return f"{subject._meta.label_lower}:{subject.pk}"


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, subject: str) -> Self:
        return self.filter(subject=subject)

    def for_listing(self) -> Self:
        return self.select_related("actor", "office").order_by("-seq")


class Entry(models.Model):
    """One act, chained to the one before it in its office. Never changed, never deleted.

    The database refuses updates and deletions by trigger (migration 0002). ``body`` is the
    canonical text that ``hash`` is taken of (``canonical.py``); the columns beside it repeat
    parts of it, for asking.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    seq = models.PositiveBigIntegerField()
    recorded_at = models.DateTimeField()
    actor = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    body = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "seq"], name="entry_seq_unique"),
        ]
        indexes = [models.Index(fields=["subject", "seq"], name="entry_by_subject")]

    def __str__(self) -> str:
        return f"{self.office_id}/{self.seq} {self.act}"


class Head(models.Model):
    """The end of an office's chain; the row that writers of one office wait for."""

    office = models.OneToOneField(
        "offices.Office", models.PROTECT, related_name="+", primary_key=True
    )
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.office_id}: {self.seq}"
