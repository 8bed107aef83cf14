"""Dates as Indonesian offices write them: 30 September 2025, 30-09-2025, 2025-09-30, September 2025."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MONTHS: Final[dict[str, int]] = {
    "januari": 1,
    "jan": 1,
    "pebruari": 2,
    "februari": 2,
    "peb": 2,
    "feb": 2,
    "maret": 3,
    "mar": 3,
    "april": 4,
    "apr": 4,
    "mei": 5,
    "juni": 6,
    "jun": 6,
    "juli": 7,
    "jul": 7,
    "agustus": 8,
    "agust": 8,
    "ags": 8,
    "agu": 8,
    "september": 9,
    "sept": 9,
    "sep": 9,
    "oktober": 10,
    "okt": 10,
    "nopember": 11,
    "november": 11,
    "nop": 11,
    "nov": 11,
    "desember": 12,
    "des": 12,
}
_NAMES: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
_WRITTEN: Final = re.compile(rf"(?<![\w/])(?:(\d{{1,2}})\s+)?({_NAMES})\.?\s+(\d{{4}})\b", re.I)
_FIGURES: Final = re.compile(r"(?<![\w/.-])(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?![\w/-])")
_TURNED: Final = re.compile(r"(?<![\w/.-])(\d{4})-(\d{2})-(\d{2})(?![\w/-])")
#: "Nomor 38/PP.08-LP/7317/2025": what follows is no date, though it may hold a month and a year.
_NUMBER: Final = re.compile(r"\b(?:nomor|no)\b\s*[.:]?\s*(\S*\d\S*)", re.I)
#: A law or decree that is quoted carries a date of its own: "Peraturan ... Nomor 7 Tahun 2017".
_QUOTED: Final = re.compile(r"\b(?:tahun|thn)\s+\d{4}\b(?:\s+tentang)?", re.I)
EARLIEST, LATEST = 1990, 2100


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A day, or a whole month (``day`` is 0), that a text names, and where."""

    year: int
    month: int
    day: int
    at: int

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.month, self.day or 1)

    @property
    def last(self) -> dt.date:
        if self.day:
            return self.first
        following = dt.date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return following - dt.timedelta(days=1)

    def touches(self, first: dt.date, last: dt.date) -> bool:
        """Whether some day of it lies within the two."""
        return self.first <= last and self.last >= first


def dates_in(text: str) -> list[Named]:
    """Every real date of the text in the order of the text; figures of numbers of letters are none."""
    plain = _NUMBER.sub(lambda found: " " * len(found[0]), text)
    return sorted(_found(plain), key=lambda named: named.at)


def _found(text: str) -> Iterator[Named]:
    for found in _WRITTEN.finditer(text):
        day, month, year = found.groups()
        yield from _real(int(year), MONTHS[month.lower()], int(day or 0), found.start())
    for found in _FIGURES.finditer(text):
        day, month, year = map(int, found.groups())
        yield from _real(year, month, day, found.start())
    for found in _TURNED.finditer(text):
        year, month, day = map(int, found.groups())
        yield from _real(year, month, day, found.start())


def _real(year: int, month: int, day: int, at: int) -> Iterator[Named]:
    if not EARLIEST <= year < LATEST:
        return
    try:
        dt.date(year, month, day or 1)
    except ValueError:
        return
    yield Named(year, month, day, at)


def has_number(text: str) -> bool:
    """Whether the text carries the number of a letter: "Nomor: 112/PP.02/7317/2025"."""
    return _NUMBER.search(text) is not None


def undated(text: str) -> str:
    """The text without dates, months, years and numbers of letters: what stays when only they change."""
    for pattern in (_NUMBER, _WRITTEN, _FIGURES, _TURNED, _QUOTED):
        text = pattern.sub(" ", text)
    text = re.sub(rf"\b(?:{_NAMES})\b", " ", text, flags=re.I)
    return re.sub(
        r"\b(?:senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu)\b", " ", text, flags=re.I
    )
