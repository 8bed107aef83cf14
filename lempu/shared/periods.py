"""Months and days as an office speaks of them."""

import calendar
import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.functional import Promise
from django.utils.translation import gettext as _

ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month of one year; January is 1."""

    year: int
    number: int

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.number, 1)

    @property
    def last(self) -> dt.date:
        return dt.date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def following(self) -> "Month":
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def name(self) -> str | Promise:
        return MONTHS[self.number]

    @property
    def short(self) -> str | Promise:
        return MONTHS_3[self.number]


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of one year; the first is 1."""

    year: int
    number: int

    @property
    def months(self) -> list[Month]:
        last = self.number * 3
        return [Month(self.year, number) for number in range(last - 2, last + 1)]

    @property
    def first(self) -> dt.date:
        return self.months[0].first

    @property
    def last(self) -> dt.date:
        return self.months[-1].last

    @property
    def previous(self) -> "Quarter":
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    @property
    def roman(self) -> str:
        return ROMAN[self.number - 1]

    @property
    def name(self) -> str | Promise:
        return _("Quarter %(number)s") % {"number": self.roman}


def months_of(year: int) -> list[Month]:
    return [Month(year, number) for number in range(1, 13)]


def today(zone: str = "") -> dt.date:
    """The date on the clock of ``zone`` ("Asia/Jayapura"). Without one: in a request that of the office
    the person works in, else where the installation stands.

    What is judged for an office (late, due, in force) is asked with the zone of that office. Measures
    never call this: their period is given.
    """
    return timezone.localdate(timezone=ZoneInfo(zone) if zone else None)
