"""Scans that wait in the tray are work of today for whoever can file them."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from lempu.kernel.evidence.enums import Perm
from lempu.kernel.obligations.registry import Item, register
from lempu.kernel.scans.models import Scan
from lempu.shared.http import may

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office


@register("scans.tray", label=gettext_lazy("Scans"), may_press=False)
def tray(user: "User", office: "Office") -> list[Item]:
    """One query, or none."""
    if not may(user, Perm.OFFER, office):
        return []
    count = Scan.objects.filter(office=office).waiting().count()
    if not count:
        return []
    words = ngettext(
        "%(count)s scan waits to be filed by hand",
        "%(count)s scans wait to be filed by hand",
        count,
    )
    return [Item(title=words % {"count": count}, url=reverse("scans:tray"))]
