"""The doors of evidence: what automatic checks notice of it, and what records of desks can be offered.

Findings are shown beside the piece, never blocking: a room above registers a function that reads what it
noticed of one obligation. Records of desks (``sources.py``) can be offered as evidence and are found by
search. Both only read, in as many queries whatever there is.
"""

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from django.urls import reverse
from django.utils.functional import Promise

if TYPE_CHECKING:
    from lempu.kernel.files.models import StoredFile
    from lempu.kernel.obligations.models import Obligation
    from lempu.kernel.offices.models import Office
    from lempu.shared.periods import Month

log = logging.getLogger(__name__)


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


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of a record that can be offered, as which kind of evidence."""

    kind: str
    file: "StoredFile"
    name: str


@dataclass(frozen=True, slots=True)
class DeskRecord:
    """One thing a desk holds; ``key`` names it ("change.team:12") and stands in the evidence made of it.

    ``day`` is when it happened; ``body`` are further words search finds it by. Without ``papers`` it is only
    found.
    """

    key: str
    title: str
    url: str
    day: dt.date
    updated: dt.datetime
    body: str = ""
    papers: tuple[Paper, ...] = ()


#: Records of an office, all of them or those of one month.
ReadRecords: TypeAlias = "Callable[[Office, Month | None], Iterable[DeskRecord]]"


@dataclass(frozen=True, slots=True)
class RecordSource:
    """``key`` is the beginning of the keys of its records ("change.team"); ``permission`` opens them.

    ``page`` is the name of the page that opens a record by its number.
    """

    key: str
    label: str | Promise
    permission: str
    page: str
    read: ReadRecords


_record_sources: dict[str, RecordSource] = {}


def records(
    key: str, *, label: str | Promise, permission: str, page: str
) -> Callable[[ReadRecords], ReadRecords]:
    """Decorator for a function that reads the records of a desk; a key twice raises ``ValueError``."""

    def decorate(read: ReadRecords) -> ReadRecords:
        _add(RecordSource(key, label, permission, page, read))
        return read

    return decorate


def record_sources() -> list[RecordSource]:
    return list(_record_sources.values())


def source_of(record: str) -> RecordSource | None:
    """The source of a record by its key; None for one whose desk is not installed any more."""
    return _record_sources.get(record.partition(":")[0])


def address_of(record: str) -> str:
    """The page of a record by its key ("change.team:12"), whatever follows its number."""
    source, number = source_of(record), record.split(":")[1:2]
    return reverse(source.page, args=number) if source and number else ""


def records_of(office: "Office", month: "Month") -> list[tuple[RecordSource, DeskRecord]]:
    """What every desk holds of a month; one that fails is logged and left out."""
    found: list[tuple[RecordSource, DeskRecord]] = []
    for source in record_sources():
        try:
            found += [(source, each) for each in source.read(office, month)]
        except Exception:
            log.exception("records of %s failed", source.key)
    return found


@contextmanager
def registered(source: RecordSource) -> Iterator[None]:
    """For tests: the source exists within the block."""
    _add(source)
    try:
        yield
    finally:
        del _record_sources[source.key]


def _add(source: RecordSource) -> None:
    if source.key in _record_sources:
        raise ValueError(f"records of {source.key!r} are registered twice")
    _record_sources[source.key] = source
