"""What automatic checks say of evidence (the door of findings): shown beside the piece, never blocking.

A room above registers a function that reads what it noticed of one obligation; it reads only, in as many
queries whatever there is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from django.utils.functional import Promise

if TYPE_CHECKING:
    from lempu.kernel.obligations.models import Obligation


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that was noticed: its sentence, where it is looked at, and whether somebody accepted it.

    ``version`` is the key of the version it speaks of; None when it is about the obligation as a whole.
    """

    words: str | Promise
    version: int | None = None
    url: str = ""
    is_settled: bool = False
    answer: str = ""


Read: TypeAlias = "Callable[[Obligation, Any], list[Notice]]"

_readers: dict[str, Read] = {}


def register(key: str) -> Callable[[Read], Read]:
    """Decorator for a function of an obligation and who looks; a key twice raises ``ValueError``."""

    def decorate(read: Read) -> Read:
        if key in _readers:
            raise ValueError(f"notices of {key!r} are registered twice")
        _readers[key] = read
        return read

    return decorate


def notices_of(obligation: "Obligation", user: Any) -> list[Notice]:
    return [notice for read in _readers.values() for notice in read(obligation, user)]
