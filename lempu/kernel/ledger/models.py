from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models

from lempu.kernel.ledger.enums import CheckState, KeyReason

if TYPE_CHECKING:
    from lempu.kernel.offices.models import Office


def key_of(subject: models.Model) -> str:
    """How a row is named in the ledger: ``plans.plan:12``."""
    return f"{subject._meta.label_lower}:{subject.pk}"


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, subject: str) -> Self:
        return self.filter(subject=subject)

    def for_listing(self) -> Self:
        return self.select_related("actor", "office", "words").order_by("-seq")


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


class Words(models.Model):
    """What people wrote in one act: the texts behind the commitments of an entry, with their salts.

    The database refuses to change them; they may be removed (a person's right), and the chain holds.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="words", primary_key=True)
    texts = models.JSONField(help_text="commitment -> [salt, text]")

    def __str__(self) -> str:
        return f"{self.entry_id}: {len(self.texts)}"


class Head(models.Model):
    """The end of an office's chain; the row that writers of one office wait for."""

    office = models.OneToOneField(
        "offices.Office", models.PROTECT, related_name="+", primary_key=True
    )
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.office_id}: {self.seq}"


class Key(models.Model):
    """A public key this installation signs with; never changed, never removed.

    ``signature`` is the key's own over ``body``, ``endorsement`` that of the key before it, which
    thereby hands over; it is empty for the first key and after a loss.
    """

    number = models.PositiveIntegerField(unique=True)
    public = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=8, choices=KeyReason.choices)
    made_at = models.DateTimeField()
    body = models.TextField()
    signature = models.CharField(max_length=128)
    endorsement = models.CharField(max_length=128, blank=True)

    def __str__(self) -> str:
        return f"{self.number} {self.public[:12]}"


class SealQuerySet(models.QuerySet["Seal"]):
    def of(self, office: "Office | Any") -> Self:
        return self.filter(office=office)

    def for_listing(self) -> Self:
        return self.select_related("key", "stamp").order_by("-number")


class Seal(models.Model):
    """A signed statement on all entries of an office up to ``size`` (segel). Never changed, never removed.

    ``body`` is the exact text that was signed; ``peaks`` are the roots of the full sub-trees, from
    which the next seal goes on without reading every entry again.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    head = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    key = models.ForeignKey(Key, models.PROTECT, related_name="+")
    body = models.TextField()
    hash = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    peaks = models.TextField()

    objects = SealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "number"], name="seal_number_unique"),
            models.UniqueConstraint(fields=["office", "size"], name="seal_size_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.office_id}/{self.number}"


class Stamp(models.Model):
    """What an authority outside says of when a seal existed (RFC 3161). Never changed, never removed."""

    seal = models.OneToOneField(Seal, models.PROTECT, related_name="stamp")
    authority = models.CharField(max_length=300)
    stamped_at = models.DateTimeField()
    token = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.seal_id} {self.authority}"


class ChainCheck(models.Model):
    """One run over an office's whole ledger, asked for on its page; ``done`` moves while it runs."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=CheckState.choices, default=CheckState.WAITING)
    total = models.PositiveBigIntegerField(default=0)
    done = models.PositiveBigIntegerField(default=0)
    seals = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=20, blank=True)
    fault_at = models.PositiveBigIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["office", "-id"], name="chain_check_latest")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.state}"

    @property
    def share(self) -> int:
        """Hundredths done."""
        return 100 * self.done // self.total if self.total else 0
