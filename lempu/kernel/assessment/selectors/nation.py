"""Offices side by side by their latest readings: numbers that are stored, in three queries for any number."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery
from django.utils.formats import number_format

from lempu.kernel.assessment.models import Assessment, Reading
from lempu.kernel.offices.models import Office


@dataclass(frozen=True, slots=True)
class Standing:
    """One office: ``claimed`` and ``verified`` as text, empty while nothing was read; ``held`` says per
    predicate how many of its tests held."""

    office: Office
    stage: str = ""
    claimed: str = ""
    verified: str = ""
    forecast: str = ""
    held: Mapping[str, list[int]] = field(default_factory=dict)


def standings(top: Office, year: int) -> list[Standing]:
    """Every office below ``top``, and itself, in tree order; three queries whatever their number."""
    offices = Office.objects.filter(path__startswith=top.path).order_by("path")
    latest = Reading.objects.filter(assessment=OuterRef("pk")).order_by("-day")
    rows = {
        row.office_id: row
        for row in Assessment.objects.filter(office__path__startswith=top.path, year=year).annotate(
            reading=Subquery(latest.values("pk")[:1])
        )
    }
    keys = [row.reading for row in rows.values() if row.reading]  # type: ignore[attr-defined]
    readings = {row.assessment_id: row for row in Reading.objects.filter(pk__in=keys)}
    return [_standing(office, rows.get(office.pk), readings) for office in offices]


def _standing(office: Office, row: Assessment | None, readings: Mapping[int, Reading]) -> Standing:
    if row is None:
        return Standing(office)
    stage, read = str(row.get_stage_display()), readings.get(row.pk)
    if read is None:
        return Standing(office, stage)
    return Standing(
        office=office,
        stage=stage,
        claimed=number_format(read.claimed, 2),
        verified=number_format(read.verified, 2),
        forecast=number_format(read.forecast, 2),
        held=read.held,
    )
