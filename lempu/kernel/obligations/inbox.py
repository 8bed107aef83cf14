"""What waits on *Hari ini*: people who have left and still have duties in their name."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lempu.kernel.obligations.registry import Item, register
from lempu.kernel.offices.enums import Perm
from lempu.kernel.offices.selectors import unfinished_departures
from lempu.shared.http import may

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office


@register("obligations.departures", label=gettext_lazy("Duties of people who have left"))
def departures(user: "User", office: "Office") -> list[Item]:
    """For those who may hand over; one query."""
    if not may(user, Perm.HAND_OVER, office):
        return []
    return [
        Item(
            title=_("%(name)s has left") % {"name": row.user.name},
            url=reverse("offices:hand_over", args=[row.role_pk]),  # type: ignore[attr-defined]
            note=ngettext(
                "%(count)s duty has nobody", "%(count)s duties have nobody", row.open_count
            )
            % {"count": row.open_count},
            is_urgent=True,
        )
        for row in unfinished_departures(office)
    ]
