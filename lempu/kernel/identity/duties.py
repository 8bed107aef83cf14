"""The devices and invitations of somebody who has left their last office."""

from lempu.kernel.identity.services.leaving import forget
from lempu.kernel.offices.registry import Leaving, stops


@stops("identity.devices")
def end(leaving: Leaving) -> None:
    if leaving.is_last:
        forget(leaving.user)
