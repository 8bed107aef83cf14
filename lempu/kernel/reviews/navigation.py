from typing import Any

from django.utils.translation import gettext_lazy as _

from lempu.kernel.reviews import selectors
from lempu.kernel.reviews.enums import Perm
from lempu.shared.http import may
from lempu.shared.navigation import Entry, register


def waiting(request: Any) -> int:
    """What waits for this reviewer; nothing for those who only look."""
    if not may(request.user, Perm.DECIDE, request.office):
        return 0
    return selectors.queue(request.user, request.office).count()


register(
    Entry(
        key="reviews",
        label=_("Review"),
        icon="checkup-list",
        url_name="reviews:queue",
        order=40,
        permission=Perm.VIEW,
        waiting=waiting,
        short=_("Review"),
    )
)
