"""What one person owes an office, and what stops when they leave it (the door of duties).

A room's ``duties.py`` registers a ``Kind``: how to find what a person owes there, and how to give it to
somebody else. So leaving and handing over reach every room, desks yet to come included, and the
offices need to know none of them.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.utils.functional import Promise

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.enums import Role
    from lempu.kernel.offices.models import Office


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing a person owes: ``key`` names it within its kind, ``note`` says how it stands.

    With ``stays_with`` it is shown, but moves to nobody: the people named there see to it already.
    """

    key: str
    title: str
    note: str = ""
    url: str = ""
    is_urgent: bool = False
    stays_with: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """Some duties of one kind go from one person to another, by the decision of ``actor``."""

    office: "Office"
    actor: "User"
    giver: "User"
    taker: "User"
    keys: list[str]


Find: TypeAlias = "Callable[[User, Office, dt.date], list[Duty]]"
Give: TypeAlias = Callable[[Move], None]
Stop: TypeAlias = "Callable[[Leaving], None]"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of duty; ``key`` begins with the label of the app ("obligations.owned").

    ``find`` is asked with a day on which the person was still there, since their roles may have
    ended. ``give`` runs within the transaction of the hand-over, writes the entries of what it moves
    and may refuse. Whoever takes it over needs one of the roles ``needs``; a person who has none gets
    the first. ``order`` is that of the page and of the moves; a kind ``when_leaving`` is not asked of
    somebody who hands over and stays. A kind that ``is_lent`` can be left to a colleague one by one while
    on leave; its room then asks ``rules.standing_in`` who stands in.
    """

    key: str
    label: str | Promise
    find: Find
    give: Give
    needs: "tuple[Role, ...]" = ()
    order: int = 100
    when_leaving: bool = False
    is_lent: bool = False


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody has left ``office``; ``is_last`` when they belong to no other."""

    user: "User"
    office: "Office"
    actor: "User"
    is_last: bool


_kinds: dict[str, Kind] = {}
_stops: dict[str, Stop] = {}


def register(kind: Kind) -> Kind:
    """Add a kind of duty; a key registered twice raises ``ValueError``."""
    if kind.key in _kinds:
        raise ValueError(f"kind of duty {kind.key!r} is registered twice")
    _kinds[kind.key] = kind
    return kind


def kinds(*, leaving: bool = True) -> list[Kind]:
    found = [kind for kind in _kinds.values() if leaving or not kind.when_leaving]
    return sorted(found, key=lambda kind: kind.order)


def stops(key: str) -> Callable[[Stop], Stop]:
    """Decorator for what takes away an access that does not depend on a role in force alone."""

    def decorate(stop: Stop) -> Stop:
        if key in _stops:
            raise ValueError(f"end of access {key!r} is registered twice")
        _stops[key] = stop
        return stop

    return decorate


def stop_all(leaving: Leaving) -> None:
    for stop in _stops.values():
        stop(leaving)


@contextmanager
def registered(kind: Kind) -> Iterator[None]:
    """For tests: the kind exists within the block."""
    register(kind)
    try:
        yield
    finally:
        del _kinds[kind.key]
