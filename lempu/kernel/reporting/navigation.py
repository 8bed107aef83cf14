"""Menu entry of the reports; counts what waits for the leader's signature."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lempu.kernel.reporting.enums import Perm
from lempu.kernel.reporting.selectors import to_sign
from lempu.shared.http import may
from lempu.shared.navigation import Entry, register


def waiting(request: Any) -> int:
    """For leaders what waits for their signature; nobody else is waited for here."""
    if not may(request.user, Perm.SIGN, request.office):
        return 0
    return to_sign(request.office).count()


register(
    Entry(
        key="reporting",
        label=_("Reports"),
        icon="file-text",
        url_name="reporting:index",
        order=65,
        permission=Perm.VIEW,
        waiting=waiting,
    )
)
