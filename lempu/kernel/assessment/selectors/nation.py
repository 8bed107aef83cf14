"""Offices side by side by their latest readings: numbers that are stored, in three queries for any number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery

from lempu.kernel.assessment.models import Assessment, Reading
from lempu.kernel.assessment.selectors.pages import points
from lempu.kernel.offices.models import Office


@dataclass(frozen=True, slots=True)
class Standing:
    """One office: ``claimed`` and ``verified`` as text, empty while nothing was read; ``held`` says per
    predicate how many of its tests held by the verified score, and of how many."""

    office: Office
    stage: str = ""
    claimed: str = ""
    verified: str = ""
    forecast: str = ""
    held: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def reaches(self, predicate: str) -> bool:
        held, of = self.held.get(predicate, (0, 1))
        return held == of


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the offices reach a predicate by what is verified."""

    predicate: str
    count: int


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


def shares(rows: Sequence[Standing]) -> list[Share]:
    """Predicates any of the offices is held against, lowest first."""
    names = list(dict.fromkeys(name for row in rows for name in row.held))
    return [Share(name, sum(row.reaches(name) for row in rows)) for name in names]


def _standing(office: Office, row: Assessment | None, readings: Mapping[int, Reading]) -> Standing:
    if row is None:
        return Standing(office)
    stage, read = str(row.get_stage_display()), readings.get(row.pk)
    if read is None:
        return Standing(office, stage)
    return Standing(
        office=office,
        stage=stage,
        claimed=points(read.claimed),
        verified=points(read.verified),
        forecast=points(read.forecast),
        held=read.held,
    )
