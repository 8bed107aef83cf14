"""Menu entries that rooms and desks register (the fourth door)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the side bar.

    ``permission`` is asked over the current office. ``waiting`` counts what waits for the person
    (never a total), in as many queries whatever there is. ``order`` is that of ``design.md`` section 4;
    ``short`` is the label in the bottom bar of phones; ``bar_only`` keeps an entry out of the
    side bar.
    """

    key: str
    label: str | Promise
    icon: str
    url_name: str
    order: int
    permission: str = ""
    waiting: Callable[[Any], int] | None = None
    short: str | Promise = ""
    bar_only: bool = False


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Add an entry; a second one of the same key raises ``ValueError``."""
    if entry.key in _entries:
        raise ValueError(f"menu entry {entry.key!r} is registered twice")
    _entries[entry.key] = entry


def entries() -> list[Entry]:
    return sorted(_entries.values(), key=lambda entry: entry.order)


@contextmanager
def registered(entry: Entry) -> Iterator[None]:
    """For tests: the entry exists within the block."""
    register(entry)
    try:
        yield
    finally:
        del _entries[entry.key]
