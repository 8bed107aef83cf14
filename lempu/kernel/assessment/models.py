from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lempu.kernel.assessment.enums import ASSESSORS, WITH_OFFICE, Column, RoundState, Stage
from lempu.kernel.assessment.scoring import Instrument, load
from lempu.kernel.offices.models import Office

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))


class Assessment(models.Model):
    """The evaluation sheet (LKE) of one office and year: which instrument, and where it stands.

    ``choices`` are the open choices of the instrument that differ from its defaults; ``windows``
    maps a stage to the days on which it opens and closes, as letters set them each year.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="assessments")
    year = models.PositiveSmallIntegerField(_("year"))
    instrument_key = models.CharField(max_length=60)
    choices = models.JSONField(default=dict)
    windows = models.JSONField(default=dict)
    stage = models.CharField(max_length=16, choices=Stage.choices, default=Stage.SELF)
    predicate = models.CharField(max_length=12, blank=True, help_text="WBK or WBBM once awarded")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "year"], name="assessment_one_per_year")
        ]

    def __str__(self) -> str:
        return f"LKE {self.office_id}/{self.year}"

    @property
    def instrument(self) -> Instrument:
        """The sheet under the choices of this assessment."""
        return load(self.instrument_key).with_settings(self.choices)

    @property
    def column(self) -> Column | None:
        """Whose answers are written in this stage; None when nobody's are."""
        if self.stage in WITH_OFFICE:
            return Column.UNIT
        return ASSESSORS.get(Stage(self.stage))

    @property
    def current(self) -> "Round":
        """The latest round."""
        return self.rounds.order_by("-number")[0]


class Round(models.Model):
    """One time the office submits. ``content`` is what it submitted, frozen when the leader signed
    (``statement`` is the SPTJM); ``verdicts`` what the assessors answered, frozen when they were done.

    Neither is changed afterwards; ``content_hash`` and ``verdicts_hash`` stand in the ledger.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=RoundState.choices, default=RoundState.OPEN)
    content = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64, blank=True)
    statement = models.TextField(blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)
    verdicts = models.JSONField(default=dict)
    verdicts_hash = models.CharField(max_length=64, blank=True)
    note = models.TextField(blank=True, help_text="the assessor's words to the office")
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="round_unique"),
            models.CheckConstraint(
                condition=Q(state=RoundState.OPEN)
                | Q(signed_by__isnull=False, signed_at__isnull=False) & ~Q(content_hash=""),
                name="round_submitted_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} round {self.number}"


class Answer(models.Model):
    """What one column says of one question or line of results, in one round.

    ``value`` is an option of the scale, or a number as decimal text; ``counts`` are what a ratio was
    made of. ``edition`` rises with every change, so that nobody overwrites what they have not seen.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="answers")
    column = models.CharField(max_length=10, choices=Column.choices)
    item = models.CharField(max_length=20)
    value = models.CharField(max_length=40, blank=True)
    counts = models.JSONField(default=dict)
    note = models.TextField(_("note"), blank=True)
    edition = models.PositiveIntegerField(default=1)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "column", "item"], name="answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.value}"


class Proof(models.Model):
    """A piece of evidence that proves a question. One piece may serve many, a question have many."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="proofs")
    item = models.CharField(max_length=20)
    evidence = models.ForeignKey("evidence.Evidence", models.PROTECT, related_name="+")
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item", "evidence"], name="proof_once")
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.evidence_id}"


class Passage(models.Model):
    """A stage was entered: when it began, by whom it was recorded, by which letter."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="passages")
    stage = models.CharField(max_length=16, choices=Stage.choices)
    round_number = models.PositiveSmallIntegerField()
    began_on = models.DateField()
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.stage}"


class SheetImport(models.Model):
    """A filled workbook that was given. ``reading`` is what stands in it, as ``readers`` found it;
    the sheet of the office is untouched until a person applies it."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="imports")
    name = models.CharField(max_length=200)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    reading = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    refused = models.JSONField(default=dict, help_text="item to the reason it was not taken")

    def __str__(self) -> str:
        return self.name


class RowMap(models.Model):
    """Which questions a row of the plan feeds, as a person decided; without one Lempu's guess holds.

    The row is known by its key, which stays when the plan is copied or amended.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    row_key = models.UUIDField()
    items = models.JSONField(default=list)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "row_key"], name="row_mapped_once")
        ]

    def __str__(self) -> str:
        return f"{self.row_key}"


class Reading(models.Model):
    """What an assessment scored on one day: derived, kept so that a year and a nation can be drawn.

    Totals are points with all their decimals as text; ``held`` maps a predicate to how many of its
    tests held and how many there are, by the verified score.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="readings")
    day = models.DateField()
    claimed = models.DecimalField(max_digits=8, decimal_places=4)
    verified = models.DecimalField(max_digits=8, decimal_places=4)
    forecast = models.DecimalField(max_digits=8, decimal_places=4)
    held = models.JSONField(default=dict)
    answered = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "day"], name="reading_one_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.day}"
