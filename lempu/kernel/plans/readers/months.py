"""Months as people write them: headings of columns and times in words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lempu.kernel.plans.readers.enumeration import roman_value

ALL: Final = tuple(range(1, 13))
_NAMES: Final = (
    "januari jan january",
    "februari feb pebruari peb february febuari",
    "maret mar mrt march",
    "april apr",
    "mei may",
    "juni jun june",
    "juli jul july",
    "agustus agu ags agt agust aug august agus",
    "september sep sept",
    "oktober okt oct october",
    "november nov nop nopember",
    "desember des dec december",
)
MONTHS: Final = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_NAME: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
_WORD: Final = re.compile(rf"\b({_NAME})\b\.?")
_LABEL_NAME: Final = re.compile(rf"^(?:bulan |bln )?({_NAME})\.?(?:[\s\-/']*(?:\d{{4}}|\d{{2}}))?$")
_LABEL_NUMBER: Final = re.compile(
    r"^\(?(?:bulan|bln|b|m|ke)?[\s.\-]*(?:ke)?[\s.\-]*(\d{1,2})\)?\.?$"
)
_LABEL_DATE: Final = re.compile(r"^(?:\d{4}-(\d{2})-\d{2}(?:[ t].*)?|(\d{1,2})/(?:\d{4}|\d{2}))$")
_QUARTER: Final = re.compile(
    r"\b(?:triwulan|tri wulan|trw|twl|tw|kuartal|kwartal|quarter|q)"
    r"[\s.\-]*(?:ke)?[\s.\-]*(iv|iii|ii|i|[1-4])\b"
)
_SEMESTER: Final = re.compile(r"\b(?:semester|smt|sem|smtr)[\s.\-]*(?:ke)?[\s.\-]*(ii|i|[12])\b")
_INITIALS: Final = list("jfmamjjasond")
_TO: Final = r"(?:s\s*[./]?\s*d\b\.?|sampai(?: dengan)?|hingga|to|until|-|–|—|~)"
_RANGE: Final = re.compile(_TO)
_AROUND: Final = re.compile(
    r"\b20\d\d\b|\b(?:minggu|pekan)(?:[ -]*ke)?[ -]*(?:iv|iii|ii|i|v|pertama|kedua|ketiga|keempat"
    r"|terakhir)\b|\b(?:tahun|bulan|bln|tanggal|tgl|akhir|awal|minggu|pekan|pertengahan)\b(?: ke)?"
    r"|\b\d{1,2}\b|\(|\)"
)
_LIST: Final = rf"(?:{_TO}|,|;|/|&|\+|\bdan\b|\bserta\b|\band\b)"
_QUARTER_WORD: Final = (
    r"\b(?:triwulan|tri wulan|trw|twl|tw|kuartal|kwartal|quarter|q)[\s.\-]*(?:ke)?[\s.\-]*"
)
_HALF_WORD: Final = r"\b(?:semester|smtr|smt|sem)[\s.\-]*(?:ke)?[\s.\-]*"
_QUARTERS: Final = re.compile(
    rf"{_QUARTER_WORD}(?P<items>(?:iv|iii|ii|i|[1-4])\b"
    rf"(?:\s*{_LIST}+\s*(?:{_QUARTER_WORD})?(?:iv|iii|ii|i|[1-4])\b)*)"
)
_SEMESTERS: Final = re.compile(
    rf"{_HALF_WORD}(?P<items>(?:ii|i|[12])\b(?:\s*{_LIST}+\s*(?:{_HALF_WORD})?(?:ii|i|[12])\b)*)"
)
_THIRDS: Final = re.compile(
    rf"\bcatur ?wulan[\s.\-]*(?:ke)?[\s.\-]*(?P<items>(?:iii|ii|i|[1-3])\b"
    rf"(?:\s*{_LIST}+\s*(?:catur ?wulan )?(?:iii|ii|i|[1-3])\b)*)"
)
_ORDINAL: Final = re.compile(
    r"(?<=wulan )(?:pertama|kesatu|kedua|ketiga|keempat)\b"
    r"|(?<=semester )(?:pertama|kesatu|kedua)\b"
)
_ORDINALS: Final = {"pertama": "i", "kesatu": "i", "kedua": "ii", "ketiga": "iii", "keempat": "iv"}
_TO_THE_END: Final = re.compile(
    rf"\s*(?:\b20\d\d\b)?\s*{_TO}\s*(?:dengan )?(?:selesai|(?:akhir )?tahun(?: 20\d\d)?)\b"
)
_EXCEPT: Final = re.compile(r"\b(?:kecuali|selain|tidak termasuk)\b")
_ITEM: Final = re.compile(r"\b(?:iv|iii|ii|i|[1-4])\b|(?<=q)[1-4]|(?<=tw)[1-4]")
_EVERY: Final = r"\b(?:setiap|tiap|per|tiap-tiap|every) ?"
_REPEATED: Final = (
    (
        re.compile(
            rf"{_EVERY}(?:triwulan|tri wulan|tw|kuartal|3 bulan|tiga bulan)\b|\btriwulanan\b"
        ),
        (3, 6, 9, 12),
        "every_quarter",
    ),
    (
        re.compile(rf"{_EVERY}(?:semester|6 bulan|enam bulan)\b|\bsemesteran\b"),
        (6, 12),
        "every_half",
    ),
    (
        re.compile(
            rf"{_EVERY}(?:awal |akhir |pertengahan )?(?:bulan|bln|month)(?:nya)?\b"
            rf"|{_EVERY}(?:tanggal|tgl)\b|\bbulanan\b|\bmonthly\b|\b12 bulan\b"
            r"|\b(?:sepanjang|selama)(?: 1| satu| se)? ?tahun\b|\bdua belas bulan\b"
        ),
        ALL,
        "exact",
    ),
    (
        re.compile(
            rf"{_EVERY}(?:hari|minggu|saat|waktu)\b|\bharian\b|\bmingguan\b|\brutin\b"
            r"|\bterus[ -]menerus\b|\bberkelanjutan\b|^tahun (?:anggaran )?20\d\d$"
        ),
        ALL,
        "constant",
    ),
    (re.compile(r"^awal tahun(?: 20\d\d)?$"), (1,), "constant"),
    (re.compile(r"^akhir tahun(?: 20\d\d)?$"), (12,), "constant"),
)
_DATE: Final = re.compile(r"^(?:\d{4}-(\d{2})-\d{2}(?:[ t].*)?|\d{1,2}[/.\-](\d{1,2})[/.\-]\d{4})$")
_NUMBERS: Final = re.compile(rf"\d{{1,2}}(?:\s*{_LIST}\s*\d{{1,2}})*")
_YEAR: Final = re.compile(r"\b(20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Time:
    """The months a text names. ``how`` is one of exact, quarter, half,
    every_quarter, every_half, constant and unread."""

    months: tuple[int, ...]
    how: str = "exact"


def squeeze(text: str) -> str:
    return " ".join(text.lower().replace("\u00a0", " ").split())


def month_of_label(text: str) -> tuple[int, bool] | None:
    """The month a heading names, and whether it names it by name and not by number.

    A narrow column may have wrapped the name within the word, or written it upwards.
    """
    label = squeeze(text)
    closed = label.replace(" ", "")
    for form in dict.fromkeys((label, closed, closed[::-1])):
        if found := _LABEL_NAME.match(form):
            return MONTHS[found[1]], True
    if found := _LABEL_DATE.match(label):
        number = int(found[1] or found[2])
        return (number, True) if 1 <= number <= 12 else None
    if found := _LABEL_NUMBER.match(label):
        number = int(found[1])
        is_named = label[0].isalpha()
        return (number, is_named) if 1 <= number <= 12 else None
    value = roman_value(label)
    return (value, False) if value is not None and 1 <= value <= 12 else None


def quarter_of_label(text: str) -> tuple[int, ...] | None:
    """The months of a heading such as TW II, Triwulan 3, Q4 or Semester I."""
    label = squeeze(text)
    if found := _QUARTER.search(label):
        return quarter_months(_small(found[1]))
    if found := _SEMESTER.search(label):
        return half_months(_small(found[1]))
    return None


def is_initials(labels: list[str]) -> bool:
    """J F M A M J J A S O N D as twelve headings."""
    return [squeeze(label) for label in labels] == _INITIALS


def quarter_months(quarter: int) -> tuple[int, ...]:
    return tuple(range(quarter * 3 - 2, quarter * 3 + 1))


def third_months(third: int) -> tuple[int, ...]:
    return tuple(range(third * 4 - 3, third * 4 + 1))


def half_months(half: int) -> tuple[int, ...]:
    return tuple(range(half * 6 - 5, half * 6 + 1))


def months_in_words(text: str, year: int | None = None) -> Time:
    """Reads a time such as "Januari s.d. Maret 2025", "setiap bulan" or "TW I dan III".

    A range that begins in an earlier year or ends in a later one is cut at the plan's year,
    when that is known.
    """
    words = _ORDINAL.sub(lambda found: _ORDINALS[found[0]], squeeze(text))
    kept, *left_out = _EXCEPT.split(words, maxsplit=1)
    if left_out and (time := months_in_words(kept, year)).months:
        without = set(_named(left_out[0], year))
        return Time(tuple(month for month in time.months if month not in without), time.how)
    if thirds := _listed(words, _THIRDS, third_months):
        return Time(thirds, "quarter")
    if quarters := _listed(words, _QUARTERS, quarter_months):
        return Time(quarters, "quarter")
    if halves := _listed(words, _SEMESTERS, half_months):
        return Time(halves, "half")
    if named := _named(words, year):
        return Time(named)
    return _repeated(words) or _in_numbers(words)


def _repeated(words: str) -> Time | None:
    for pattern, months, how in _REPEATED:
        if pattern.search(words):
            return Time(months, how)
    return None


def _listed(
    words: str, pattern: re.Pattern[str], expand: Callable[[int], tuple[int, ...]]
) -> tuple[int, ...]:
    """The months of "triwulan I, II dan IV" or "TW I s.d. TW III"."""
    found = set[int]()
    for match in pattern.finditer(words):
        items = [_small(item[0]) for item in _ITEM.finditer(match["items"])]
        if _RANGE.search(match["items"]) and len(items) == 2:
            items = list(range(items[0], items[1] + 1))
        for item in items:
            found.update(expand(item))
    return tuple(sorted(found))


def _named(words: str, year: int | None) -> tuple[int, ...]:
    found = set[int]()
    matches = list(_WORD.finditer(words))
    index = 0
    while index < len(matches):
        first = matches[index]
        following = matches[index + 1] if index + 1 < len(matches) else None
        between = words[first.end() : following.start()] if following else ""
        if following and _RANGE.fullmatch(_AROUND.sub("", between).strip()):
            after = words[following.end() :][:6]
            found.update(_span(MONTHS[first[1]], MONTHS[following[1]], between, after, year))
            index += 2
        else:
            is_open = following is None and _TO_THE_END.match(words, first.end())
            found.update(range(MONTHS[first[1]], 13 if is_open else MONTHS[first[1]] + 1))
            index += 1
    return tuple(sorted(found))


def _span(first: int, last: int, between: str, after: str, year: int | None) -> set[int]:
    begins, ends = _year_in(between), _year_in(after)
    year = year or ends
    if begins and year and begins < year:
        first = 1
    if ends and year and ends > year:
        last = 12
    if first <= last:
        return set(range(first, last + 1))
    return set(range(first, 13)) | set(range(1, last + 1))


def _year_in(text: str) -> int | None:
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def _in_numbers(words: str) -> Time:
    if found := _DATE.match(words):
        month = int(found[1] or found[2])
        return Time((month,)) if 1 <= month <= 12 else Time((), "unread")
    words = re.sub(r"^(?:bulan|bln)(?: ke)?[ -]*|\bke[ -]*(?=\d)|\bb(?=\d)", "", words)
    if found := _NUMBERS.fullmatch(words):
        numbers = [int(number) for number in re.findall(r"\d+", words)]
        if all(1 <= number <= 12 for number in numbers):
            if len(numbers) == 2 and _RANGE.search(words) and numbers[0] <= numbers[1]:
                return Time(tuple(range(numbers[0], numbers[1] + 1)))
            return Time(tuple(sorted(set(numbers))))
    return Time((), "unread")


def _small(text: str) -> int:
    """1 to 4, written Arabic or Roman."""
    return int(text) if text.isdigit() else len(text) if text != "iv" else 4
