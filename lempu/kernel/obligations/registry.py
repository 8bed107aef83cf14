"""What waits for a person on *Hari ini*: each desk adds its own items (the second door).

A desk's ``inbox.py`` registers a function that reads what waits for one person in one office. It
reads only, in a constant number of queries, and names nothing the person may not see.
"""

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.utils.functional import Promise

from lempu.shared.periods import today

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do, in a sentence, with the page on which it is done.

    ``is_urgent`` items count among what needs the person now; the others stand beside.
    """

    title: str
    url: str
    note: str = ""
    due_on: dt.date | None = None
    is_urgent: bool = False

    @property
    def days_late(self) -> int:
        """Days past the day it was due; 0 when not late."""
        return max((today() - self.due_on).days, 0) if self.due_on else 0


Collect: TypeAlias = "Callable[[User, Office], list[Item]]"


@dataclass(frozen=True, slots=True)
class Source:
    """Where items come from; ``key`` begins with the label of the app ("information.requests").

    ``may_press`` says that items may be urgent: only such sources are asked for the menu's number.
    """

    key: str
    label: str | Promise
    collect: Collect
    may_press: bool = True


_sources: dict[str, Source] = {}


def register(
    key: str, *, label: str | Promise, may_press: bool = True
) -> Callable[[Collect], Collect]:
    """Decorator for a function that collects items; a key registered twice raises ``ValueError``."""

    def decorate(collect: Collect) -> Collect:
        _add(Source(key, label, collect, may_press))
        return collect

    return decorate


def sources() -> list[Source]:
    return list(_sources.values())


def items_for(user: "User", office: "Office") -> list[Item]:
    """What every source has for the person; one that fails is logged and left out."""
    return _collected(sources(), user, office)


def pressing(user: "User", office: "Office") -> int:
    """How many urgent items there are."""
    asked = [source for source in sources() if source.may_press]
    return sum(item.is_urgent for item in _collected(asked, user, office))


def _collected(asked: list[Source], user: "User", office: "Office") -> list[Item]:
    found: list[Item] = []
    for source in asked:
        try:
            found += source.collect(user, office)
        except Exception:
            # One desk that fails must not take the first page of the day from everybody.
            log.exception("inbox source %s failed", source.key)
    return found


@contextmanager
def registered(source: Source) -> Iterator[None]:
    """For tests: the source exists within the block."""
    _add(source)
    try:
        yield
    finally:
        del _sources[source.key]


def _add(source: Source) -> None:
    if source.key in _sources:
        raise ValueError(f"inbox source {source.key!r} is registered twice")
    _sources[source.key] = source
