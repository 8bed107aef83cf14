"""Tokens of somebody who has left."""

from lempu.kernel.api.services import revoke_tokens_of
from lempu.kernel.offices.registry import Leaving, stops


@stops("api.tokens")
def revoke(leaving: Leaving) -> None:
    revoke_tokens_of(leaving.user, office=leaving.office, actor=leaving.actor)
