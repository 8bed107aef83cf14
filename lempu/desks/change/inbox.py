"""What waits on *Hari ini*: the pledge of the year that a person has not signed."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lempu.desks.change.enums import Perm
from lempu.desks.change.models import Pledge
from lempu.desks.change.selectors import text_of
from lempu.kernel.obligations.registry import Item, register
from lempu.shared.http import may
from lempu.shared.periods import today

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office


@register("change.pledge", label=gettext_lazy("Pledge to sign"), may_press=False)
def pledge(user: "User", office: "Office") -> list[Item]:
    """Two queries."""
    year = today(office.timezone).year
    if not may(user, Perm.PLEDGE, office):
        return []
    if text_of(office, year) is None:
        return []
    if Pledge.objects.of(office).filter(year=year, person=user).exists():
        return []
    title = _("Sign the pledge of integrity of %(year)s") % {"year": year}
    return [Item(title=title, url=reverse("change:pledge"))]
