"""Follow-ups of gatherings that a person sees to."""

import datetime as dt
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lempu.kernel.gatherings.models import Task
from lempu.kernel.gatherings.services import pass_task_on
from lempu.kernel.offices.registry import Duty, Kind, Move, register

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office


def find(user: "User", office: "Office", day: dt.date) -> list[Duty]:
    """Open follow-ups; one query."""
    return [
        Duty(
            key=str(row.pk),
            title=row.text,
            note=_("due %(date)s") % {"date": date_format(row.due_on, "j F Y")},
            url=reverse("gatherings:task", args=[row.pk]),
            is_urgent=row.is_late_on(day),
        )
        for row in Task.objects.owed_by(user, office)
    ]


def give(move: Move) -> None:
    for row in Task.objects.filter(gathering__office=move.office, pk__in=move.keys).order_by("pk"):
        pass_task_on(task=row, actor=move.actor, owner=move.taker)


register(
    Kind(
        key="gatherings.tasks",
        label=gettext_lazy("Follow-ups of gatherings"),
        find=find,
        give=give,
        order=65,
    )
)
