"""How a decree words and writes its annex. Always Indonesian: these are words of a legal act."""

import datetime as dt
import re
from typing import Final

HEADINGS: Final = (
    "NO.",
    "PROGRAM KEGIATAN",
    "KEGIATAN",
    "SUB KEGIATAN",
    "INDIKATOR KEBERHASILAN",
)
MONTHS_HEADING: Final = "PELAKSANAAN (BULAN)"
TICK: Final = "√"
SIGNED: Final = "ttd."
TITLE: Final = "RENCANA AKSI ZONA INTEGRITAS"
STATE_TITLE: Final = "KEADAAN PELAKSANAAN RENCANA AKSI ZONA INTEGRITAS"

_MONTHS: Final = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
_SMALL: Final = frozenset(
    [
        "dan",
        "di",
        "dari",
        "ke",
        "pada",
        "untuk",
        "yang",
        "dengan",
        "tentang",
        "dalam",
        "atas",
        "bagi",
    ]
)
_ACRONYMS: Final = frozenset({"KPU", "KIP", "RI", "DKI"})
_CAPITALISED: Final = re.compile(r"[A-Z][a-z]+[.,]?")
_REGION: Final = re.compile(r"\s+(?=(?:provinsi|kabupaten|kota)\s)", re.IGNORECASE)
_LONG_POSITION: Final = 36
_YEAR: Final = re.compile(r"\b20\d{2}\b")


def long_date(iso: str) -> str:
    """2025-01-09 is "9 Januari 2025"."""
    day = dt.date.fromisoformat(iso)
    return f"{day.day} {month_name(day.month)} {day.year}"


def short_date(iso: str) -> str:
    """2025-01-09 is "9 Jan 2025", for tables."""
    day = dt.date.fromisoformat(iso)
    return f"{day.day} {month_name(day.month)[:3]} {day.year}"


def month_name(number: int) -> str:
    """1 is "Januari"."""
    return _MONTHS[number - 1]


def number_with_year(number: str, *, year: int | None, date: str | None) -> str:
    """ "4 Tahun 2025": a decree is numbered in the year it was made in, which its date tells.

    Numbers of the kind 4/HK.03.1-Kpt/7317/2025 hold their year and stay as they are.
    """
    made_in = int(date[:4]) if date else year
    return number if made_in is None or _YEAR.search(number) else f"{number} Tahun {made_in}"


def in_capitals(text: str) -> str:
    """Capitals for the signature, unless they would hide how the text is written."""
    words = text.split()
    can_be_undone = all(
        word in _SMALL or word in _ACRONYMS or _CAPITALISED.fullmatch(word) for word in words
    )
    return text.upper() if can_be_undone and words[:1] and words[0] not in _SMALL else text


def signing_lines(position: str) -> list[str]:
    """The signatory's position as it stands over the name: the region on a line of its own, a
    comma at the end."""
    text = in_capitals(position)
    if not text:
        return []
    lines = _REGION.split(text, maxsplit=1) if len(text) > _LONG_POSITION else [text]
    return [*lines[:-1], f"{lines[-1]},"]


def amending_title(number: str, title: str) -> str:
    """What an amending decree is about, as such decrees word it; a proposal to be corrected."""
    decree = f"Surat Keputusan Nomor {number}" if number else "Surat Keputusan"
    return f"Perubahan atas {decree} tentang {title}" if title else f"Perubahan atas {decree}"
