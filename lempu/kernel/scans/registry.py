"""Scans of other rooms: a paper with a code of theirs is brought to them instead of to an obligation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from lempu.kernel.files.models import StoredFile
    from lempu.kernel.offices.models import Office


@dataclass(frozen=True, slots=True)
class Arrived:
    """A scan whose code is no cover sheet of this room."""

    office: "Office"
    code: str
    file: "StoredFile"
    name: str


#: Takes a scan and says in words where it is kept; None for a code it does not know. It may refuse.
Take: TypeAlias = "Callable[[Arrived], str | None]"

_takers: dict[str, Take] = {}


def takes(key: str) -> Callable[[Take], Take]:
    """Decorator for a room that takes scans; a key registered twice raises ``ValueError``."""

    def decorate(take_one: Take) -> Take:
        if key in _takers:
            raise ValueError(f"scans of {key!r} are taken already")
        _takers[key] = take_one
        return take_one

    return decorate


def take(arrived: Arrived) -> str:
    """Where the first room that knows the code keeps it; empty when none does."""
    return next((words for each in _takers.values() if (words := each(arrived))), "")
