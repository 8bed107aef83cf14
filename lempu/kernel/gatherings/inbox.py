"""Follow-ups that the minutes of a gathering gave to a person."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lempu.kernel.gatherings.models import Task
from lempu.kernel.obligations.registry import Item, register
from lempu.shared.periods import today

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office


@register("gatherings.tasks", label=gettext_lazy("Follow-ups of gatherings"))
def tasks(user: "User", office: "Office") -> list[Item]:
    """One query."""
    day = today(office.timezone)
    return [
        Item(
            title=row.text,
            url=reverse("gatherings:task", args=[row.pk]),
            note=_("Decided at %(title)s") % {"title": row.gathering.title},
            due_on=row.due_on,
            is_urgent=row.is_late_on(day),
        )
        for row in Task.objects.owed_by(user, office)
    ]
