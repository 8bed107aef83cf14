import datetime as dt
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.files.enums import MarkKind, StepName, StepState, TextSource

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


class StoredFile(models.Model):
    """Bytes kept once, under the name of their own SHA-256. Rows that use them point here.

    ``media_type`` is judged from the content, never from the name. Who may see the bytes is a
    question to the row that points here, so no page serves a stored file by its own key.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    stored_at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField(
        default=timezone.now, help_text="when these bytes were last given to us"
    )
    pages = models.PositiveIntegerField(null=True, help_text="known once somebody looked at it")

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def path(self) -> str:
        return address(self.sha256)

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def is_pdf(self) -> bool:
        return self.media_type == "application/pdf"

    @property
    def is_text(self) -> bool:
        return self.media_type.startswith("text/")

    def open(self) -> "File[bytes]":
        return default_storage.open(self.path, "rb")


def address(sha256: str) -> str:
    """Where bytes lie in the storage: two levels of folders, then the fingerprint."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


class StepQuerySet(models.QuerySet["Step"]):
    def waiting(self) -> Self:
        return self.filter(state=StepState.WAITING)


class Step(models.Model):
    """One thing that is done with a file in the background: what is to do, done or failed, and why.

    This row is the truth; a task only makes it fast. Whoever works on it writes ``claim`` and
    renews ``beat_at``: a claim without a beat belongs to a worker that died. ``version`` is that
    of the step's code, so that a better reader finds the files an older one read. ``reason`` is a
    code (``services.steps.REASONS``).
    """

    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="steps")
    name = models.CharField(max_length=10, choices=StepName.choices)
    state = models.CharField(max_length=10, choices=StepState.choices, default=StepState.WAITING)
    version = models.PositiveSmallIntegerField()
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=40, blank=True)
    asked_at = models.DateTimeField()
    claim = models.CharField(max_length=32, blank=True)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    took_ms = models.PositiveIntegerField(null=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "name"], name="step_once")]
        indexes = [models.Index(fields=["state", "name", "asked_at"], name="step_work_list")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.name} {self.state}"


class Facts(models.Model):
    """What is known of a file's content. Times and places are what the file claims, not what we saw.

    ``taken_at`` is the camera's own clock (``taken_zone`` in minutes from UTC if it said so). ``ink``
    is how much of the most coloured page is coloured like a stamp or a pen, in thousandths.
    """

    file = models.OneToOneField(StoredFile, models.CASCADE, related_name="facts")
    letters = models.PositiveIntegerField(default=0, help_text="in the text, without spaces")
    is_scan = models.BooleanField(default=False, help_text="pages that are pictures only")
    is_cut = models.BooleanField(default=False, help_text="the text goes on")
    text_digest = models.CharField(max_length=64, blank=True, help_text="of the folded words")
    text_at = models.DateTimeField(null=True)
    signatures = models.PositiveSmallIntegerField(null=True, help_text="digital ones in a PDF")
    ink = models.PositiveSmallIntegerField(null=True)
    taken_at = models.DateTimeField(null=True)
    taken_zone = models.SmallIntegerField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    camera = models.CharField(max_length=120, blank=True)
    searchable = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        related_name="searchable_of",
        help_text="the PDF/A with recognised text, beside the untouched original",
    )

    class Meta:
        verbose_name_plural = "facts"

    def __str__(self) -> str:
        return f"{self.file_id}"

    @property
    def place(self) -> str:
        return f"{self.latitude:.5f}, {self.longitude:.5f}"


class Page(models.Model):
    """The text of one page, slide or sheet; a file without any has its whole text as number 1."""

    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="texts")
    number = models.PositiveIntegerField()
    label = models.CharField(_("name of the sheet"), max_length=120, blank=True)
    text = models.TextField()
    source = models.CharField(max_length=4, choices=TextSource.choices, default=TextSource.FILE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="page_once")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.number}"


class Mark(models.Model):
    """A fingerprint of 64 bits. The four ``band`` columns are its 16-bit parts: two marks that differ
    in at most 3 bits have a band in common, in at most 7 a band that differs in one bit at most."""

    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=6, choices=MarkKind.choices)
    number = models.PositiveSmallIntegerField(default=1)
    bits = models.CharField(max_length=16, help_text="hexadecimal")
    band0 = models.PositiveIntegerField()
    band1 = models.PositiveIntegerField()
    band2 = models.PositiveIntegerField()
    band3 = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "kind", "number"], name="mark_once")]
        indexes = [
            models.Index(fields=["kind", f"band{part}"], name=f"mark_band{part}")
            for part in range(4)
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.kind} {self.bits}"


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: "User | Any") -> Self:
        """Nobody goes on with, or knows of, what another person began."""
        return self.filter(owner=user)

    def unfinished(self) -> Self:
        return self.filter(used_at=None)


class Upload(models.Model):
    """A file on its way, in pieces (tus). Its bytes lie in ``uploads`` beside the store; ``offset`` of them
    are safe. Once used it stays a while, so that who asks again hears the same ``outcome``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    begun_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=80, blank=True)

    objects = UploadQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_whole(self) -> bool:
        return self.offset == self.size

    @property
    def place(self) -> Path:
        """Where its bytes are collected, on the disk of this server."""
        return Path(settings.HOME, "uploads", self.pk.hex)

    @property
    def expires_at(self) -> dt.datetime:
        return self.touched_at + dt.timedelta(hours=settings.UPLOADS_STAY_HOURS)
