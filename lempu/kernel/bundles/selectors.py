"""What a year holds: rows, months, evidence, reports."""

from collections import defaultdict
from dataclasses import dataclass, field

from lempu.kernel.assessment.models import Assessment
from lempu.kernel.assessment.selectors.exporting import Asked, questions_of, workbook_of
from lempu.kernel.evidence.models import Evidence
from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.models import Plan
from lempu.kernel.reporting.enums import VersionState
from lempu.kernel.reporting.models import Report, Version
from lempu.shared.moments import one_moment


@dataclass(frozen=True, slots=True)
class Sheet:
    """The evaluation sheet (LKE) of the year: its workbook, and what is offered under each question."""

    assessment: Assessment
    workbook: bytes
    questions: list[Asked]


@dataclass(slots=True)
class Year:
    """Everything of one plan at one moment. ``end`` is the ledger's last entry then."""

    plan: Plan
    end: int
    obligations: list[Obligation]
    pieces: dict[int, list[Evidence]] = field(default_factory=dict)
    reports: list[tuple[Report, Version]] = field(default_factory=list)
    sheet: "Sheet | None" = None

    @property
    def subjects(self) -> set[str]:
        """Keys in the ledger of what the year is made of."""
        keys = {f"obligations.obligation:{row.pk}" for row in self.obligations}
        keys |= {f"reporting.report:{report.pk}" for report, _version in self.reports}
        if self.sheet is not None:
            keys.add(f"assessment.assessment:{self.sheet.assessment.pk}")
        return keys | {f"plans.plan:{self.plan.pk}"}


def year_of(office: Office, year: int) -> Year | None:
    """The year's plan in force with all that was offered for it; None without a plan."""
    with one_moment():
        plan = Plan.objects.enacted().filter(office=office, year=year).order_by("-version").first()
        if plan is None:
            return None
        rows = Obligation.objects.counted().filter(plan=plan)
        rows = rows.for_listing().order_by("indicator__order", "month")
        end = ledger.end_of(office)
        return Year(
            plan=plan,
            end=end.seq if end else 0,
            obligations=list(rows),
            pieces=_pieces(plan),
            reports=_reports(office, year),
            sheet=_sheet(office, year),
        )


def years_of(office: Office) -> list[int]:
    """Years with a plan in force, latest first."""
    found = Plan.objects.enacted().filter(office=office).order_by("-year")
    return list(found.values_list("year", flat=True).distinct())


def _sheet(office: Office, year: int) -> Sheet | None:
    row = Assessment.objects.filter(office=office, year=year).first()
    if row is None:
        return None
    return Sheet(row, workbook_of(row).content, questions_of(row))


def _pieces(plan: Plan) -> dict[int, list[Evidence]]:
    found: dict[int, list[Evidence]] = defaultdict(list)
    rows = Evidence.objects.offered().filter(obligation__plan=plan).with_versions()
    for piece in rows:
        found[piece.obligation_id].append(piece)
    return found


def _reports(office: Office, year: int) -> list[tuple[Report, Version]]:
    """Each report with the version that was signed, or the latest."""
    rows = Report.objects.filter(office=office, year=year).order_by("kind", "period")
    found = []
    for report in rows.prefetch_related("versions__pdf"):
        versions = sorted(report.versions.all(), key=lambda version: version.number)
        signed = [version for version in versions if version.state == VersionState.SIGNED]
        if versions:
            found.append((report, (signed or versions)[-1]))
    return found
