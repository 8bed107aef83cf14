"""Numbers of letters: one series for each kind, sub-division and year; no number is ever given twice."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lempu.kernel.numbering import readers
from lempu.kernel.numbering.enums import NumberState
from lempu.kernel.offices.models import Office

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


def kind_label(kind: str) -> str:
    """The kind in the language of the page; the key of one the data no longer knows."""
    row = readers.kinds().get(kind)
    return row["en" if get_language() == "en" else "id"] if row else kind


class OfOffice(models.QuerySet[Any]):
    def visible_to(self, user: "User | Any") -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))


class Pattern(models.Model):
    """How an office numbers one kind from a day on; the pattern of the data stands before the first."""

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=20)
    text = models.CharField(_("pattern"), max_length=80)
    starts_on = models.DateField(_("in force from"))
    basis = models.CharField(_("legal basis"), max_length=200)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    objects = OfOffice.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "starts_on"], name="pattern_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.text}"

    @property
    def kind_label(self) -> str:
        return kind_label(self.kind)


class UnitCode(models.Model):
    """The code of a sub-division in numbers; every office has a table of its own."""

    unit = models.OneToOneField(
        "offices.Unit", models.PROTECT, primary_key=True, related_name="number_code"
    )
    code = models.CharField(max_length=2)

    def __str__(self) -> str:
        return self.code


class Series(models.Model):
    """The numbers of one kind in one year, of one sub-division where the pattern names it.

    ``began_after`` is the last number the office had given on paper, ``last`` the last one given.
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    unit = models.ForeignKey("offices.Unit", models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    began_after = models.PositiveIntegerField(default=0)
    last = models.PositiveIntegerField(default=0)

    objects = OfOffice.as_manager()

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind", "year"], condition=Q(unit=None), name="series_of_office"
            ),
            models.UniqueConstraint(
                fields=["office", "kind", "year", "unit"], name="series_of_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"

    @property
    def kind_label(self) -> str:
        return kind_label(self.kind)


class NumberQuerySet(OfOffice):
    def for_listing(self) -> Self:
        return self.select_related("office", "unit", "reserved_by", "series").order_by(
            "-year", "-reserved_at", "-pk"
        )


class Number(models.Model):
    """One number: reserved, then issued with the letter's day, or void with a reason. Never deleted.

    ``source`` is the key of the record it was taken for ("gatherings.gathering:12").
    """

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, models.PROTECT, related_name="numbers")
    kind = models.CharField(_("kind"), max_length=20)
    year = models.PositiveSmallIntegerField(_("year"))
    n = models.PositiveIntegerField()
    text = models.CharField(_("number"), max_length=120)
    pattern = models.CharField(max_length=80)
    unit = models.ForeignKey("offices.Unit", models.PROTECT, null=True, related_name="+")
    classification = models.CharField(max_length=16, blank=True)
    subject = models.CharField(_("what it is about"), max_length=300)
    recipient = models.CharField(_("addressed to"), max_length=200, blank=True)
    day = models.DateField(_("date of the letter"), null=True)
    state = models.CharField(
        max_length=10, choices=NumberState.choices, default=NumberState.RESERVED
    )
    reason = models.TextField(blank=True)
    source = models.CharField(max_length=80, blank=True)
    reserved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reserved_at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    objects = NumberQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["office", "year", "kind"], name="number_register")]
        constraints = [
            models.UniqueConstraint(fields=["series", "n"], name="number_once"),
            models.UniqueConstraint(
                fields=["office", "kind", "year", "text"], name="number_text_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=NumberState.VOID) | ~Q(reason=""), name="number_void_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=NumberState.ISSUED) | Q(day__isnull=False),
                name="number_issued_has_day",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def kind_label(self) -> str:
        return kind_label(self.kind)

    @property
    def is_reserved(self) -> bool:
        return self.state == NumberState.RESERVED
