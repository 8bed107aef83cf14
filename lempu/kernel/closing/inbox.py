"""What waits on *Hari ini*: reports the desks made, for their owners to look at and submit."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lempu.kernel.closing.selectors.desk import waiting_for
from lempu.kernel.obligations.registry import Item, register

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office


@register(
    "closing.desk_reports",
    label=gettext_lazy("Reports of the desks to look at and submit"),
    may_press=False,
)
def desk_reports(user: "User", office: "Office") -> list[Item]:
    """One query."""
    return [
        Item(
            title=_("Look at the report of the desk and submit it: %(code)s %(month)s %(year)s")
            % {
                "code": row.indicator.code,
                "month": row.period.name,
                "year": str(row.year),
            },
            url=reverse("evidence:page", args=[row.pk]),
            note=row.indicator.sub_activity.name,
            due_on=row.due_on,
        )
        for row in waiting_for(user, office)
    ]
