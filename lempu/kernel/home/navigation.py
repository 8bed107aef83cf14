"""Menu entries of the pages that show the year."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lempu.kernel.home.enums import Perm
from lempu.kernel.home.selectors.today import needs
from lempu.kernel.ledger.enums import Perm as LedgerPerm
from lempu.kernel.obligations.enums import Perm as ObligationPerm
from lempu.shared.navigation import Entry, register
from lempu.shared.periods import today


def _waiting(request: Any) -> int:
    """What the heading of the page says: what needs the person now."""
    return needs(request.user, request.office, today())


register(
    Entry(
        key="today",
        label=_("Today"),
        icon="calendar-event",
        url_name="home:today",
        order=20,
        permission=Perm.TODAY,
        waiting=_waiting,
        short=_("Today"),
    )
)
register(
    Entry(
        key="matrix",
        label=_("Matrix"),
        icon="layout-grid",
        url_name="home:matrix",
        order=30,
        permission=ObligationPerm.VIEW,
        short=_("Matrix"),
    )
)
register(
    Entry(
        key="cockpit",
        label=_("Cockpit"),
        icon="gauge",
        url_name="home:cockpit",
        order=60,
        permission=Perm.COCKPIT,
        short=_("Cockpit"),
    )
)
register(
    Entry(
        key="ledger",
        label=_("Ledger"),
        icon="shield-check",
        url_name="home:ledger",
        order=90,
        permission=LedgerPerm.VIEW,
    )
)
