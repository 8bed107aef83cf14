"""Working days of government offices: Monday to Friday, less national holidays and joint leave.

The days come from ``lempu/data/calendar``: one file a year, each day with the decree that set it
(the yearly joint decree of three ministers, SKB) and the date on which that decree was signed.
Five-day week: Perpres 21/2023. None of the laws with deadlines says whether joint leave (*cuti
bersama*) counts as a working day, so every rule says it for itself; by default it does not.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal, Self

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lempu.shared import reference
from lempu.shared.errors import DomainError

Kind = Literal["national", "joint_leave", "local"]

SATURDAY: Final = 5
ONE_DAY: Final = dt.timedelta(days=1)


class UnknownYearError(DomainError):
    """A day lies before the first year whose days off are on record."""

    def __init__(self, year: int, first: int) -> None:
        super().__init__(
            _(
                "The holidays of %(year)s are not on record, so working days cannot be counted "
                "there. The calendar begins in %(first)s."
            )
            % {"year": year, "first": first},
            code="calendar_year_unknown",
            year=year,
            first=first,
        )


@dataclass(frozen=True, slots=True)
class DayOff:
    """One national holiday, day of joint leave, or day off of one office.

    ``known_from`` is the day on which ``act`` was signed: earlier clocks did not know of it.
    ``is_estimated`` marks days that follow the moon and wait for the ministry's decision.
    """

    day: dt.date
    name: str
    name_en: str
    kind: Kind
    known_from: dt.date
    act: str
    is_estimated: bool

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Self:
        return cls(
            day=dt.date.fromisoformat(record["date"]),
            name=record["name"],
            name_en=record["name_en"],
            kind=record["kind"],
            known_from=dt.date.fromisoformat(record["known_from"]),
            act=record["act"],
            is_estimated=record["estimated"],
        )


class WorkingCalendar:
    """Counts working days.

    ``as_of`` asks for the calendar as it stood on that day, so that a due date can be explained
    after the holidays were changed (18 August 2025 became joint leave on 7 August 2025); without it
    everything on record counts. A year after the last on record has weekends only: ask ``is_known``
    and say so beside the date. A year before the first raises ``UnknownYearError``.
    """

    def __init__(self, days_off: Iterable[DayOff]) -> None:
        self._days = {each.day: each for each in days_off}
        if not self._days:
            raise ValueError("A working calendar needs at least one day off.")
        self._local: dict[dt.date, DayOff] = {}
        self.first_year: Final = min(self._days).year
        self.last_year: Final = max(self._days).year

    @classmethod
    @cache
    def load(cls) -> Self:
        """The calendar of the data files, read once per process."""
        records = [
            record
            for name in reference.names("calendar")
            for record in reference.read(name).get("days", [])
        ]
        return cls(DayOff.from_record(record) for record in records)

    def with_local(self, days_off: Iterable[DayOff]) -> "WorkingCalendar":
        """This calendar and the days off of one office on top; what is known of a year stays."""
        found = WorkingCalendar(self._days.values())
        found._local = {each.day: each for each in days_off}
        return found

    def is_known(self, year: int, *, as_of: dt.date | None = None) -> bool:
        """Whether the decree with the holidays of this year is on record (and was signed)."""
        return any(
            each.day.year == year and (as_of is None or each.known_from <= as_of)
            for each in self._days.values()
        )

    def day_off(self, day: dt.date, *, as_of: dt.date | None = None) -> DayOff | None:
        found = self._days.get(day) or self._local.get(day)
        if found is None or (as_of is not None and as_of < found.known_from):
            return None
        return found

    def holiday_name(self, day: dt.date) -> str | None:
        """The name of the holiday or joint leave in the reader's language; None on other days."""
        found = self.day_off(day)
        if found is None:
            return None
        return found.name_en if (get_language() or "id").startswith("en") else found.name

    def is_working_day(
        self, day: dt.date, *, counts_joint_leave: bool = False, as_of: dt.date | None = None
    ) -> bool:
        """Whether offices work on ``day``, and on joint leave if ``counts_joint_leave``."""
        if day.year < self.first_year:
            raise UnknownYearError(day.year, self.first_year)
        if day.weekday() >= SATURDAY:
            return False
        found = self.day_off(day, as_of=as_of)
        if counts_joint_leave and found is not None and found.kind == "joint_leave":
            found = self._local.get(day)
        return found is None

    def add_working_days(
        self,
        received: dt.date,
        count: int,
        *,
        counts_joint_leave: bool = False,
        as_of: dt.date | None = None,
    ) -> dt.date:
        """The last day of a term of ``count`` working days.

        Day 1 is the first working day after ``received``; a term of 0 ends on ``received`` itself.
        Raises ``ValueError`` for a negative term.
        """
        if count < 0:
            raise ValueError("A term cannot be negative.")
        day = received
        while count:
            day += ONE_DAY
            if self.is_working_day(day, counts_joint_leave=counts_joint_leave, as_of=as_of):
                count -= 1
        return day

    def next_working_day(
        self, day: dt.date, *, counts_joint_leave: bool = False, as_of: dt.date | None = None
    ) -> dt.date:
        """``day`` itself when offices work on it, else the first working day after it."""
        while not self.is_working_day(day, counts_joint_leave=counts_joint_leave, as_of=as_of):
            day += ONE_DAY
        return day

    def previous_working_day(
        self, day: dt.date, *, counts_joint_leave: bool = False, as_of: dt.date | None = None
    ) -> dt.date:
        """``day`` itself when offices work on it, else the last working day before it."""
        while not self.is_working_day(day, counts_joint_leave=counts_joint_leave, as_of=as_of):
            day -= ONE_DAY
        return day
