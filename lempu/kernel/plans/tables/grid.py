"""What the grid of a plan shows: its rows by programme, with ticks, people and open findings."""

from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils.functional import Promise

from lempu.kernel.accounts.models import User
from lempu.kernel.plans.enums import Severity
from lempu.kernel.plans.models import Activity, Indicator, Plan, PlanFinding, Programme
from lempu.kernel.plans.tables.dry_run import Verdict, verdict_of
from lempu.shared.periods import months_of


@dataclass(frozen=True, slots=True)
class Cell:
    month: int
    name: str | Promise
    ticked: bool


@dataclass(slots=True)
class GridRow:
    """One indicator; ``activity`` only on the first row of each activity."""

    indicator: Indicator
    cells: list[Cell]
    activity: Activity | None
    findings: list[Verdict] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The row as a form posts it."""
        return str(self.indicator.pk)

    @property
    def is_open(self) -> bool:
        return any(verdict.is_open for verdict in self.findings)

    @property
    def to_look_at(self) -> int:
        return sum(1 for v in self.findings if v.severity != Severity.NOTE and not v.decision)

    @property
    def owners(self) -> list[User]:
        return list(self.indicator.owners.all())


@dataclass(slots=True)
class Group:
    programme: Programme
    rows: list[GridRow] = field(default_factory=list)

    @property
    def ticks(self) -> int:
        return sum(len(row.indicator.months) for row in self.rows)


@dataclass(slots=True)
class Grid:
    """The grid with what a person should know before enacting."""

    groups: list[Group]
    document: list[Verdict]

    @property
    def rows(self) -> list[GridRow]:
        return [row for group in self.groups for row in group.rows]

    @property
    def ticks(self) -> int:
        return sum(group.ticks for group in self.groups)

    @property
    def undecided(self) -> list[GridRow]:
        return [row for row in self.rows if row.is_open]

    @property
    def open_document(self) -> list[Verdict]:
        return [verdict for verdict in self.document if verdict.is_open]

    @property
    def suggested(self) -> int:
        return sum(row.indicator.is_suggested for row in self.rows)

    @property
    def without_owner(self) -> list[GridRow]:
        return [row for row in self.rows if not row.owners]

    @property
    def without_month(self) -> list[GridRow]:
        return [row for row in self.rows if not row.indicator.months]


def grid_of(plan: Plan) -> Grid:
    """The whole grid in four queries, however many rows it has."""
    indicators = (
        Indicator.objects.filter(plan=plan)
        .with_place()
        .in_order()
        .prefetch_related(Prefetch("owners", User.objects.order_by("name")))
    )
    by_row: dict[int | None, list[Verdict]] = {}
    for found in PlanFinding.objects.filter(plan=plan):
        by_row.setdefault(found.indicator_id, []).append(verdict_of(found))
    groups: list[Group] = []
    seen: set[int] = set()
    months = [(month.number, month.name) for month in months_of(plan.year)]
    for indicator in indicators:
        activity = indicator.sub_activity.activity
        if not groups or groups[-1].programme.pk != activity.programme_id:
            groups.append(Group(activity.programme))
        ticked = set(indicator.months)
        groups[-1].rows.append(
            GridRow(
                indicator=indicator,
                cells=[Cell(number, name, number in ticked) for number, name in months],
                activity=activity if activity.pk not in seen else None,
                findings=by_row.get(indicator.pk, []),
            )
        )
        seen.add(activity.pk)
    return Grid(groups, by_row.get(None, []))
