"""The facts that suggestions are made of, read together."""

import datetime as dt
from collections import defaultdict

from lempu.kernel.assessment.models import Assessment
from lempu.kernel.assessment.selectors.mapping import Mapped, by_item, mapped_rows, plan_of
from lempu.kernel.assessment.suggestions import Cell, Facts, Suggestion, suggest
from lempu.kernel.evidence.models import Evidence
from lempu.kernel.gatherings.enums import Kind as Meeting
from lempu.kernel.gatherings.enums import TaskState
from lempu.kernel.gatherings.models import Gathering, Task
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.models import Plan
from lempu.kernel.reporting.enums import FollowUpState, Kind, VersionState
from lempu.kernel.reporting.models import FollowUp, Version
from lempu.shared.periods import today

SURVEY = "questionnaire"


def facts_of(assessment: Assessment, day: dt.date | None = None) -> Facts:
    """Everything the rules ask for, in nine queries whatever the size of the plan."""
    day = day or today(assessment.office.timezone)
    plan = plan_of(assessment)
    rows = mapped_rows(plan, assessment.instrument)
    return facts_with(assessment, plan, rows, day)


def facts_with(
    assessment: Assessment, plan: Plan | None, rows: list[Mapped], day: dt.date
) -> Facts:
    """As ``facts_of``, where plan and rows are read already."""
    office, year = assessment.office, assessment.year
    cells = _cells(plan, day)
    of_row: dict[int, list[Cell]] = defaultdict(list)
    for row, cell in cells:
        of_row[row].append(cell)
    told = FollowUp.objects.filter(office=office, report__year=year).exclude(
        state__in=[FollowUpState.PROPOSED, FollowUpState.WITHDRAWN]
    )
    states = list(told.values_list("state", flat=True))
    signed = Version.objects.filter(
        report__office=office,
        report__year=year,
        report__kind=Kind.QUARTERLY,
        state=VersionState.SIGNED,
    )
    met, given = _monev(office, year)
    return Facts(
        year=year,
        day=day,
        cells=[cell for _row, cell in cells],
        of_item={
            item: [cell for row in fed for cell in of_row[row.pk]]
            for item, fed in by_item(rows).items()
        },
        evaluations=frozenset(signed.values_list("report__period", flat=True)) | met,
        follow_ups=len(states) + len(given),
        followed=states.count(FollowUpState.VERIFIED) + given.count(TaskState.CHECKED),
    )


def _monev(office: Office, year: int) -> tuple[frozenset[int], list[str]]:
    """Quarters with a closed monev meeting, and how the recommendations of such meetings stand."""
    held = Gathering.objects.closed().filter(office=office, kind=Meeting.MONEV, day__year=year)
    quarters = frozenset((day.month + 2) // 3 for day in held.values_list("day", flat=True))
    tasks = Task.objects.filter(gathering__in=held).exclude(state=TaskState.DROPPED)
    return quarters, list(tasks.values_list("state", flat=True))


def suggestions_of(assessment: Assessment) -> dict[str, Suggestion]:
    """What the records of this moment suggest, by question."""
    return suggest(facts_of(assessment))


def _cells(plan: Plan | None, day: dt.date) -> list[tuple[int, Cell]]:
    if plan is None:
        return []
    surveys = set(
        Evidence.objects.offered()
        .filter(office=plan.office, kind=SURVEY, obligation__plan=plan)
        .values_list("obligation", flat=True)
    )
    rows = Obligation.objects.counted().filter(plan=plan).select_related("indicator")
    return [
        (
            row.indicator_id,
            Cell(
                pk=row.pk,
                row=row.indicator.code,
                month=row.month,
                is_accepted=row.state == State.ACCEPTED,
                is_over=row.period.last < day,
                is_lost=row.state in (State.UNDONE, State.NIL),
                day=row.submitted_at.date() if row.submitted_at else None,
                has_survey=row.pk in surveys,
            ),
        )
        for row in rows.order_by("month", "indicator__order")
    ]
