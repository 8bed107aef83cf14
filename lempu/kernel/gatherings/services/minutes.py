"""The minutes, and the follow-ups they give: what, who, until when, done."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lempu.kernel.gatherings.enums import Act, GatheringState, TaskState
from lempu.kernel.gatherings.models import Gathering, Task
from lempu.kernel.gatherings.services.planning import held, record, require_planned
from lempu.kernel.offices.selectors import people_of
from lempu.shared.errors import DomainError
from lempu.shared.periods import today

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office


@transaction.atomic
def write_minutes(
    *, gathering: Gathering, actor: "User", edition: int, chair: str, course: str, decisions: str
) -> Gathering:
    """Keep the minutes; ``edition`` is the one the writer had before their eyes.

    Refuses ``not_planned`` and what somebody else wrote meanwhile (``edited_meanwhile``).
    """
    row = held(gathering)
    require_planned(row)
    if row.edition != edition:
        raise DomainError(
            _("Somebody else wrote these minutes meanwhile. What you typed is still here."),
            code="edited_meanwhile",
        )
    given = {"chair": chair.strip(), "course": course.strip(), "decisions": decisions.strip()}
    if given == {name: getattr(row, name) for name in given}:
        return row
    for name, value in given.items():
        setattr(row, name, value)
    row.edition += 1
    row.written_by = actor
    row.save(update_fields=[*given, "edition", "written_by"])
    record(row, Act.MINUTES, actor, edition=row.edition, **given)
    return row


@transaction.atomic
def give_task(
    *, gathering: Gathering, actor: "User", text: str, owner: "User", due_on: dt.date
) -> Task:
    """Give a follow-up. Refuses a gathering that was called off (``cancelled``), no words (``empty``), an
    owner who does not work there (``not_of_office``) and a day before the gathering (``date_passed``)."""
    row = held(gathering)
    if row.state == GatheringState.CANCELLED:
        raise DomainError(_("This gathering was called off."), code="cancelled")
    if not text.strip():
        raise DomainError(_("Say what is to be done."), code="empty", field="text")
    _require_of_office(row.office, owner)
    if due_on < row.day:
        raise DomainError(
            _("This day lies before the gathering."), code="date_passed", field="due_on"
        )
    task: Task = row.tasks.create(text=text.strip(), owner=owner, due_on=due_on)
    _record(task, Act.TASK, actor, text=task.text, owner=owner.pk, due_on=due_on)
    return task


@transaction.atomic
def finish_task(*, task: Task, actor: "User", note: str) -> Task:
    """Say what was done. Refuses what is not open (``not_open``) and silence (``reason_required``)."""
    row = _held(task, TaskState.OPEN)
    if not note.strip():
        raise DomainError(_("Say what was done."), code="reason_required", field="note")
    row.state, row.note, row.done_by = TaskState.DONE, note.strip(), actor
    row.done_on = today(row.office.timezone)
    return _settled(row, Act.TASK_DONE, actor, note=row.note)


@transaction.atomic
def check_task(*, task: Task, actor: "User") -> Task:
    """A second person has looked. Refuses ``not_open`` and whoever did it or owns it (``own_work``)."""
    row = _held(task, TaskState.DONE)
    if actor.pk in (row.done_by_id, row.owner_id):
        raise DomainError(_("Somebody else checks what you did."), code="own_work")
    row.state, row.checked_by, row.checked_on = TaskState.CHECKED, actor, today(row.office.timezone)
    return _settled(row, Act.TASK_CHECKED, actor)


@transaction.atomic
def drop_task(*, task: Task, actor: "User", reason: str) -> Task:
    """Take it back; it stays in the history. Refuses ``not_open`` and ``reason_required``."""
    row = _held(task, TaskState.OPEN)
    if not reason.strip():
        raise DomainError(_("Say why it is taken back."), code="reason_required", field="note")
    row.state, row.note = TaskState.DROPPED, reason.strip()
    return _settled(row, Act.TASK_DROPPED, actor, reason=row.note)


@transaction.atomic
def pass_task_on(*, task: Task, actor: "User", owner: "User") -> Task:
    """Give it to another person with the day it has. Refuses ``not_open`` and ``not_of_office``."""
    row = _held(task, TaskState.OPEN)
    _require_of_office(row.office, owner)
    before, row.owner = row.owner_id, owner
    return _settled(row, Act.TASK_PASSED, actor, before=before, after=owner.pk)


def _require_of_office(office: "Office", person: "User") -> None:
    if not people_of(office).filter(pk=person.pk).exists():
        raise DomainError(
            _("This person does not work in this office."), code="not_of_office", field="owner"
        )


def _held(task: Task, *states: TaskState) -> Task:
    rows = Task.objects.select_for_update(of=("self",)).select_related("gathering__office")
    row: Task = rows.get(pk=task.pk)
    if row.state not in states:
        raise DomainError(
            _("This follow-up stands differently by now. Load the page again."), code="not_open"
        )
    return row


def _settled(row: Task, act: str, actor: "User", **said: Any) -> Task:
    row.save()
    _record(row, act, actor, **said)
    return row


def _record(task: Task, act: str, actor: "User", **said: Any) -> None:
    record(task.gathering, act, actor, task=task.pk, **said)
