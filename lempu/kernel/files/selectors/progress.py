"""How far a file is read, in words for the person who sent it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from lempu.kernel.files.enums import StepName, StepState
from lempu.kernel.files.models import Facts, Step, StoredFile
from lempu.kernel.files.registry import REASONS


@dataclass(slots=True)
class Progress:
    """What is being done, and why something was not: nothing to say when all went well."""

    working: list[str] = field(default_factory=list)
    failed: list[str | Promise] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    state: str
    words: str
    reason: str | Promise

    @property
    def mark(self) -> str:
        """The class of the mark beside it."""
        marks = {"done": "is-cukup", "failed": "is-kurang", "absent": "is-kurang"}
        return marks.get(self.state, "is-netral")


def progress_of(files: Iterable[int | None]) -> dict[int, Progress]:
    """By the key of the file, those with something to say; one query."""
    rows = Step.objects.filter(
        file__in={key for key in files if key}, state__in=(StepState.WAITING, StepState.FAILED)
    ).exclude(name__in=(StepName.FIND, StepName.COMPARE))
    found: dict[int, Progress] = defaultdict(Progress)
    for row in rows.order_by("pk"):
        progress = found[row.file_id]
        if row.state == StepState.WAITING:
            progress.working.append(str(StepName(row.name).label))
        elif (reason := reason_of(row)) not in progress.failed:
            progress.failed.append(reason)
    return dict(found)


def lines_of(file: StoredFile) -> list[Line]:
    """Every step of a file in the order of the work, without those that make no sense for it."""
    rows = {row.name: row for row in file.steps.all()}
    return [
        Line(
            str(StepName(name).label),
            rows[name].state,
            str(StepState(rows[name].state).label),
            reason_of(rows[name]),
        )
        for name in StepName.values
        if name in rows and (rows[name].state != StepState.UNNEEDED or rows[name].reason)
    ]


def facts_of(file: StoredFile) -> Facts | None:
    return Facts.objects.filter(file=file).select_related("searchable").first()


def reason_of(step: Step) -> str | Promise:
    return REASONS.get(step.reason, step.reason)
