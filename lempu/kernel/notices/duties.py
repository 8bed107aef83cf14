"""The calendar address and unsent mail of somebody who has left."""

from lempu.kernel.notices.services.feeds import close_feed_of
from lempu.kernel.notices.services.outbox import hold_back
from lempu.kernel.offices.registry import Leaving, stops


@stops("notices.feed")
def close(leaving: Leaving) -> None:
    """What waits to be sent about the office is not sent; the address ends with the last office."""
    hold_back(user=leaving.user, office=leaving.office)
    if leaving.is_last:
        close_feed_of(leaving.user, office=leaving.office, actor=leaving.actor)
