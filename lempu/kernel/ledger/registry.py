"""In whose name an act is done: rooms say it for their acts, and the entry keeps it.

A person who stands in for a colleague on leave acts themselves; the entry also names the colleague.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User

Represented: TypeAlias = "Callable[[User, Any], User | None]"

_rooms: dict[str, Represented] = {}


def represents(room: str) -> Callable[[Represented], Represented]:
    """Decorator: for acts named ``room.…``, given who acts and on what, in whose name it is."""

    def decorate(say: Represented) -> Represented:
        if room in _rooms:
            raise ValueError(f"the acts of {room!r} are spoken for already")
        _rooms[room] = say
        return say

    return decorate


def represented(act: str, actor: "User | None", subject: Any) -> "User | None":
    say = _rooms.get(act.partition(".")[0])
    return say(actor, subject) if say and actor is not None else None
