"""What a desk counts, and how the plan asks for it (the first door between desks and kernel).

A desk's ``measures.py`` registers pure reads: office and month in, ``Reading`` out. The month is given, never
today's; the number of queries does not grow with what is there. Raise ``version`` when the formula
changes: readings taken earlier stay as they are.
"""

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

from django.db import transaction
from django.utils.functional import Promise

if TYPE_CHECKING:
    from lempu.kernel.offices.models import Office
    from lempu.shared.periods import Month

log = logging.getLogger(__name__)

Unit = Literal["count", "percent"]


@dataclass(frozen=True, slots=True)
class Record:
    """One row a figure counts (or misses, when not ``counts``): ``key`` names it ("change.pledge:12")."""

    key: str
    words: str
    day: dt.date | None = None
    url: str = ""
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """What a measure read. ``value`` None: there was nothing to measure, which is not zero."""

    value: Decimal | None
    numerator: int
    denominator: int
    note: str = ""
    records: tuple[Record, ...] = ()


def counted(records: list[Record], *, note: str = "") -> Reading:
    """How many there are; none is zero, a real answer."""
    total = sum(record.counts for record in records)
    return Reading(Decimal(total), total, total, note, tuple(records))


def share_of(records: list[Record], *, note: str = "") -> Reading:
    """The part in per cent, of two decimals rounded down, that counts; None of nothing."""
    done, total = sum(record.counts for record in records), len(records)
    value = (Decimal(10000 * done // total) / 100).normalize() if total else None
    return Reading(value, done, total, note, tuple(records))


Read: TypeAlias = "Callable[[Office, Month], Reading]"


@dataclass(frozen=True, slots=True)
class Measure:
    """``key`` begins with the label of its app ("change.pledges").

    ``words`` are groups of Indonesian words: a row in which each group has a word is proposed to be
    bound. ``target`` is the usual one, at least. ``proves`` are kinds of evidence the report of the desk
    can stand for; ``page`` is the name of the desk's page.
    """

    key: str
    label: str | Promise
    unit: Unit
    version: int
    desk: str | Promise
    read: Read
    words: tuple[tuple[str, ...], ...] = ()
    target: Decimal = Decimal(1)
    proves: tuple[str, ...] = ("report",)
    page: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A reading, or why there is none; never both."""

    measure: Measure
    reading: Reading | None
    error: str = ""


_measures: dict[str, Measure] = {}


def measure(
    key: str,
    *,
    label: str | Promise,
    unit: Unit,
    desk: str | Promise,
    version: int = 1,
    words: tuple[tuple[str, ...], ...] = (),
    target: int = 1,
    proves: tuple[str, ...] = ("report",),
    page: str = "",
) -> Callable[[Read], Read]:
    """Decorator for the function that reads; a key registered twice raises ``ValueError``."""

    def decorate(read: Read) -> Read:
        _add(Measure(key, label, unit, version, desk, read, words, Decimal(target), proves, page))
        return read

    return decorate


def measures() -> list[Measure]:
    """All measures, by key."""
    return sorted(_measures.values(), key=lambda each: each.key)


def measure_of(key: str) -> Measure | None:
    """None for a measure whose desk is not installed any more."""
    return _measures.get(key)


def take(each: Measure, office: "Office", month: "Month") -> Taken:
    """Read a measure; one that fails is told with its error, and takes nothing else down with it."""
    try:
        with transaction.atomic():
            return Taken(each, each.read(office, month))
    except Exception as error:
        log.exception("measure %s failed", each.key)
        return Taken(each, None, f"{type(error).__name__}: {error}"[:500])


@contextmanager
def registered(each: Measure) -> Iterator[None]:
    """For tests: the measure exists within the block."""
    _add(each)
    try:
        yield
    finally:
        del _measures[each.key]


def _add(each: Measure) -> None:
    if each.key in _measures:
        raise ValueError(f"measure {each.key!r} is registered twice")
    _measures[each.key] = each
