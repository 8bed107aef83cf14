"""The door to search: a room or desk registers a source, which reads the documents of one office."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

from lempu.kernel.evidence.registry import RecordSource, record_sources
from lempu.kernel.offices.models import Office


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found. ``url`` opens it for everybody who holds the source's permission.

    ``people`` are keys of those whose it is. ``state``, ``begins_on`` and ``due_on`` are those of the
    obligation it belongs to. A document of ``only_people`` is found by its people alone. ``inside`` is the
    key of a stored file whose text belongs to it: read only when ``inside_digest`` changed, opened with
    ``inside_url``.
    """

    kind: str
    key: str
    title: str
    url: str
    updated: dt.datetime
    body: str = ""
    programme: int | None = None
    year: int | None = None
    month: int | None = None
    state: str = ""
    begins_on: dt.date | None = None
    due_on: dt.date | None = None
    people: tuple[int, ...] = ()
    only_people: bool = False
    inside: int | None = None
    inside_digest: str = ""
    inside_url: str = ""


Read = Callable[[Office], Iterable[Document]]


@dataclass(frozen=True, slots=True)
class Source:
    kind: str
    permission: str
    read: Read


_sources: dict[str, Source] = {}


def register(kind: str, *, permission: str) -> Callable[[Read], Read]:
    """Register the documents of a kind; a second source of it raises ``ValueError``."""

    def decorate(read: Read) -> Read:
        if kind in _sources:
            raise ValueError(f"search source {kind!r} is registered twice")
        _sources[kind] = Source(kind, permission, read)
        return read

    return decorate


def sources() -> list[Source]:
    """The rooms' own, and one for the records of each desk (``evidence/registry.py``)."""
    return [*_sources.values(), *map(_of_records, record_sources())]


def record_kinds() -> list[tuple[str, str | Promise]]:
    """The kinds of the records of desks, with their words."""
    return [(each.key, each.label) for each in record_sources()]


def _of_records(source: RecordSource) -> Source:
    def read(office: Office) -> Iterator[Document]:
        for each in source.read(office, None):
            yield Document(
                kind=source.key,
                key=each.key,
                title=each.title,
                url=each.url,
                updated=each.updated,
                body=each.body,
                year=each.day.year,
                month=each.day.month,
            )

    return Source(source.key, source.permission, read)
