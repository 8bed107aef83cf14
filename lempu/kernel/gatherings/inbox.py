"""Follow-ups that the minutes of a gathering gave to a person."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lempu.kernel.gatherings.models import Task
from lempu.kernel.obligations.registry import Item, register

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office


@register("gatherings.tasks", label=gettext_lazy("Follow-ups of gatherings"), may_press=False)
def tasks(user: "User", office: "Office") -> list[Item]:
    """One query; late ones show how late, and are not counted in the menu of every page."""
    return [
        Item(
            title=row.text,
            url=reverse("gatherings:task", args=[row.pk]),
            note=_("Decided at %(title)s") % {"title": row.gathering.title},
            due_on=row.due_on,
        )
        for row in Task.objects.owed_by(user, office)
    ]
