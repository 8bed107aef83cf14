"""Further ways to begin a plan: a room above adds its own to the page *Buat rencana*."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office


@dataclass(frozen=True, slots=True)
class Way:
    """A way to begin, in words, with the page it leads to."""

    title: str
    note: str
    url: str
    action: str


Collect: TypeAlias = "Callable[[User, Office], list[Way]]"

_ways: list[Collect] = []


def register(collect: Collect) -> Collect:
    """Decorator for a function that says which ways a person has in an office."""
    _ways.append(collect)
    return collect


def ways_of(user: "User", office: "Office") -> list[Way]:
    return [way for collect in _ways for way in collect(user, office)]
