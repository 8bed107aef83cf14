"""The reports of a year, whether anybody began them or not."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lempu.kernel.reporting.enums import Kind, VersionState
from lempu.kernel.reporting.models import Report, Version
from lempu.shared.periods import Month, Quarter, months_of

if TYPE_CHECKING:
    import datetime as dt

    from lempu.kernel.offices.models import Office


@dataclass(frozen=True, slots=True)
class Entry:
    """One period. ``latest`` is the newest version, ``signed`` the one that counts."""

    kind: str
    span: Month | Quarter
    latest: Version | None
    signed: Version | None
    has_ended: bool

    @property
    def is_wanted(self) -> bool:
        """Ended, and nobody signed anything off."""
        return self.has_ended and self.signed is None


def reports_of_year(office: "Office", year: int, day: "dt.date") -> dict[str, list[Entry]]:
    """Months and quarters, the latest first; two queries."""
    reports = Report.objects.filter(office=office, year=year).with_versions()
    versions = {(row.kind, row.period): list(row.versions.all()) for row in reports}

    def entry(kind: str, span: Month | Quarter) -> Entry:
        made = versions.get((kind, span.number), [])
        signed = next((row for row in made if row.state == VersionState.SIGNED), None)
        return Entry(kind, span, made[0] if made else None, signed, span.last < day)

    quarters = [Quarter(year, number) for number in range(4, 0, -1)]
    return {
        "months": [entry(Kind.MONTHLY, month) for month in reversed(months_of(year))],
        "quarters": [entry(Kind.QUARTERLY, quarter) for quarter in quarters],
    }
