"""Reads over gatherings: what they lack, whom they serve, what follows from them."""

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.urls import reverse

from lempu.kernel.evidence.models import Version
from lempu.kernel.evidence.registry import DeskRecord
from lempu.kernel.evidence.registry import Paper as DeskPaper
from lempu.kernel.evidence.selectors import provable_by, served_by
from lempu.kernel.gatherings.enums import FileKind, GatheringState, Kind, TaskState
from lempu.kernel.gatherings.models import Gathering, Task
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.models import Binding
from lempu.shared.periods import Month

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.gatherings.models import GatheringQuerySet, TaskQuerySet


def listed(
    office: Office, *, kind: str = "", state: str = "", words: str = ""
) -> "GatheringQuerySet":
    """Gatherings, latest first, each with how many came (``came``) and open follow-ups (``owed``)."""
    rows = Gathering.objects.filter(office=office)
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    if state in GatheringState.values:
        rows = rows.filter(state=state)
    for word in words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(agenda__icontains=word))
    return rows.for_listing().annotate(
        came=Count("attendances", filter=Q(attendances__struck_at=None), distinct=True),
        owed=Count("tasks", filter=Q(tasks__state=TaskState.OPEN), distinct=True),
    )


@dataclass(slots=True)
class Whole:
    """Everything of one gathering, in a fixed number of queries."""

    row: Gathering
    invitees: list[Any] = field(default_factory=list)
    there: list[Any] = field(default_factory=list)
    struck: list[Any] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    photos: list[Any] = field(default_factory=list)
    material: list[Any] = field(default_factory=list)
    sheets: list[Any] = field(default_factory=list)
    papers: list[Any] = field(default_factory=list)
    serves: list[Obligation] = field(default_factory=list)

    @property
    def has_minutes(self) -> bool:
        return bool(self.row.course and self.row.decisions)

    @property
    def parts(self) -> list[tuple[str, bool]]:
        """What the complete set has, by the name of each part."""
        return [
            ("invitation", self.row.invitation_id is not None),
            ("attendance", bool(self.there or self.sheets)),
            ("minutes", self.has_minutes),
            ("photo", bool(self.photos)),
        ]


def whole_of(row: Gathering) -> Whole:
    attendances = list(row.attendances.select_related("user").order_by("at", "pk"))
    files = list(row.files.filter(withdrawn_at=None).select_related("file").order_by("pk"))
    return Whole(
        row=row,
        invitees=list(row.invitees.select_related("user").order_by("pk")),
        there=[each for each in attendances if each.struck_at is None],
        struck=[each for each in attendances if each.struck_at is not None],
        tasks=list(row.tasks.select_related("owner", "done_by", "checked_by").order_by("pk")),
        photos=[each for each in files if each.kind == FileKind.PHOTO],
        material=[each for each in files if each.kind == FileKind.MATERIAL],
        sheets=[each for each in files if each.kind == FileKind.SHEET],
        papers=list(row.papers.select_related("file").order_by("kind")),
        serves=serves(row),
    )


def serves(row: Gathering) -> list[Obligation]:
    """The obligations that its papers prove."""
    if not row.is_closed:
        return []
    rows = served_by(row.office, row.key).select_related("indicator__sub_activity")
    return list(rows)


@dataclass(frozen=True, slots=True)
class Choice:
    """An obligation the gathering may serve; ``kinds`` are those it asks for and the papers are."""

    obligation: Obligation
    kinds: tuple[str, ...]


def choices_for(user: "User | Any", row: Gathering, kinds: set[str]) -> list[Choice]:
    """Obligations of the month that the person may prove; those that ask for its papers first."""
    served = [each.pk for each in serves(row)]
    rows = provable_by(user, row.office).filter(year=row.day.year, month=row.day.month)
    found = [
        Choice(each, tuple(kind for kind in each.indicator.required if kind in kinds))
        for each in rows.exclude(pk__in=served).for_listing().order_by("indicator__order")
    ]
    return sorted(found, key=lambda choice: -len(choice.kinds))


def desk_record(row: Gathering) -> DeskRecord:
    """A gathering as other rooms know it: what it is found by, and the papers it can prove with."""
    follow = "\n".join(task.text for task in row.tasks.all())
    body = (row.agenda, row.place, row.course, row.decisions, follow)
    noon = dt.datetime.combine(row.day, dt.time(12), tzinfo=ZoneInfo(row.office.timezone))
    return DeskRecord(
        key=row.key,
        title=row.title,
        url=reverse("gatherings:gathering", args=[row.pk]),
        day=row.day,
        updated=row.closed_at or noon,
        body="\n".join(part for part in body if part),
        papers=tuple(DeskPaper(paper.kind, paper.file, paper.name) for paper in row.papers.all()),
    )


def tasks_of(office: Office, *, finished: bool) -> "TaskQuerySet":
    states = (
        [TaskState.CHECKED, TaskState.DROPPED] if finished else [TaskState.OPEN, TaskState.DONE]
    )
    rows = Task.objects.filter(gathering__office=office, state__in=states)
    return rows.select_related("gathering__office", "owner").order_by("due_on", "pk")


def monev_in(office: Office, month: Month) -> list[Gathering]:
    """Monev meetings of a month that are closed."""
    rows = Gathering.objects.closed().held_in(month).filter(office=office, kind=Kind.MONEV)
    return list(rows.order_by("day", "pk"))


def recommendations_until(office: Office, day: dt.date, *, year: int) -> list[Task]:
    """What monev meetings of a year recommended and was due by a day."""
    rows = Task.objects.filter(
        gathering__office=office,
        gathering__kind=Kind.MONEV,
        gathering__state=GatheringState.CLOSED,
        gathering__day__year=year,
        due_on__lte=day,
    ).exclude(state=TaskState.DROPPED)
    return list(rows.select_related("gathering", "owner").order_by("due_on", "pk"))


def closed_serving(office: Office, month: Month, measure: str) -> list[Gathering]:
    """Closed gatherings of a month that serve a row bound to a measure."""
    keys = Binding.objects.in_force().filter(office=office, measure=measure).values("row_key")
    sources = Version.objects.filter(
        source__startswith="gatherings.gathering:",
        evidence__withdrawn_at=None,
        evidence__office=office,
        evidence__obligation__indicator__key__in=keys,
    ).values_list("source", flat=True)
    numbers = {int(source.split(":")[1]) for source in sources}
    rows = Gathering.objects.closed().held_in(month).filter(office=office, pk__in=numbers)
    return list(rows.order_by("day", "pk"))
