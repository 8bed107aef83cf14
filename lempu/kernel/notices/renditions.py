"""A calendar that other programs read (iCalendar, RFC 5545)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event


@dataclass(frozen=True, slots=True)
class Entry:
    """One day of the calendar. A day has no zone: it is the same in WIB, WITA and WIT.

    ``uid`` never changes; ``sequence`` and ``changed_at`` rise with every change.
    """

    uid: str
    day: dt.date
    title: str
    detail: str
    url: str
    sequence: int
    changed_at: dt.datetime


def calendar_file(*, name: str, zone: str, entries: Iterable[Entry]) -> bytes:
    """The same entries give the same bytes, so that a program can ask whether anything changed."""
    from icalendar import Calendar  # noqa: PLC0415 -- heavy

    calendar = Calendar()
    calendar.add("prodid", "-//Lempu//Kewajiban//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", dt.timedelta(hours=6))
    calendar.add("x-published-ttl", "PT6H")
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> "Event":
    from icalendar import Event  # noqa: PLC0415 -- heavy

    event = Event()
    event.add("uid", entry.uid)
    event.add("summary", entry.title)
    event.add("description", entry.detail)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + dt.timedelta(days=1))
    event.add("dtstamp", entry.changed_at.astimezone(dt.UTC))
    event.add("last-modified", entry.changed_at.astimezone(dt.UTC))
    event.add("sequence", entry.sequence)
    event.add("transp", "TRANSPARENT")
    event.add("url", entry.url)
    return event
