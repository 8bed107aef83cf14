"""The legal act around the table: number, date, place, office, title, who signed."""

import datetime
import re
from dataclasses import dataclass
from typing import Final

from lempu.kernel.plans.readers.grid import flat
from lempu.kernel.plans.readers.months import MONTHS
from lempu.kernel.plans.readers.structure import Decree
from lempu.kernel.plans.readers.vocabulary import group

HEAD_LINES: Final = 60
ANNEX_LINES: Final = 14
_OFFICE_HOLDER: Final = re.compile(
    r"^(?:plh\.?|plt\.?|a\.n\.)?\s*(?:ketua|sekretaris|kepala|bupati|wali ?kota|gubernur|menteri|"
    r"direktur|rektor|inspektur|camat|panitera|dengan rahmat)\b",
    re.IGNORECASE,
)
_TITLE_END: Final = re.compile(
    r"^(?:-\s*)?(?:menimbang|mengingat|memutuskan|ditetapkan)\b|\f", re.IGNORECASE
)
_KEPUTUSAN: Final = re.compile(r"^(?:salinan\s+)?(?:surat\s+)?keputusan\b[\s:]*", re.IGNORECASE)
_NUMBER: Final = re.compile(
    r"^no(?:mor|\.)\s*:?\s*(?P<number>\S.*?)(?:\s+tahun\s+(?P<year>\d{4}))?\.?$", re.IGNORECASE
)
_TENTANG: Final = re.compile(r"^tentang\b\s*:?\s*", re.IGNORECASE)
_DATE: Final = re.compile(r"(\d{1,2})\s+([a-z]+)\s+(?:tahun\s+)?(\d{4})", re.IGNORECASE)
_PLACE: Final = re.compile(
    r"^(?:di)(?:tetapkan|keluarkan|sahkan)\s+di\s*:?\s*(?P<place>[^,\d]+?)"
    r"(?:\s*,?\s+pada\s+tanggal.*|\s*[,.])?$",
    re.IGNORECASE,
)
_ON_DATE: Final = re.compile(r"pada\s+tanggal\s*:?\s*(?P<date>\d.*)$", re.IGNORECASE)
_PLACE_DATE: Final = re.compile(
    r"^(?P<place>[A-Z][A-Za-z .]+),\s*(?P<date>\d{1,2} [A-Za-z]+ \d{4})$"
)
_HOLDER: Final = re.compile(r"^(?:ketua|sekretaris|kepala)\s+(?=\w+ )", re.IGNORECASE)
_ANNEX_OFFICE: Final = re.compile(r"keputusan\s+(?P<office>\S.*)$", re.IGNORECASE)
_ANNEX: Final = re.compile(r"^lampiran\b", re.IGNORECASE)
_ANNEX_TITLE: Final = re.compile(
    r"^(?:matriks|tabel|daftar|rencana aksi|rencana kerja|no\b)", re.IGNORECASE
)
_SIGNED: Final = re.compile(r"^[\[(]?\s*(?:ttd|dto|tanda tangan|cap)\b", re.IGNORECASE)
_LABEL: Final = re.compile(r"^(?:jabatan|nama)\s*:\s*", re.IGNORECASE)
_AFTER_SIGNATURE: Final = re.compile(
    r"^(?:salinan sesuai|lampiran|tembusan|nip\b|nomor|paraf)", re.IGNORECASE
)
_YEAR: Final = re.compile(r"\b(20\d{2})\b")
_YEAR_OF_PLAN: Final = re.compile(r"tahun(?:\s+anggaran)?\s+(20\d{2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DecreeText:
    """The act, the title its annex gives itself, and whether there is an act at all."""

    decree: Decree
    annex_title: str | None
    has_decree: bool


def read_decree(lines: list[str]) -> DecreeText:
    """Reads the running text around the table. What it does not say stays None."""
    annex_at = next(
        (at for at, line in enumerate(lines) if _ANNEX.match(line) and at > 0), len(lines)
    )
    decree = Decree()
    _read_head(decree, lines[:HEAD_LINES] if annex_at > 3 else [])
    _read_date(decree, lines)
    _read_signatory(decree, lines)
    start = next((at for at, line in enumerate(lines) if _ANNEX.match(line)), None)
    annex = lines[start : start + ANNEX_LINES] if start is not None else []
    annex_title = _read_annex(decree, annex)
    has_decree = bool(decree.number or decree.title)
    if decree.year is None:
        decree.year = _year_of_plan(decree, lines)
    return DecreeText(decree, annex_title, has_decree)


def iso_date(text: str) -> str | None:
    """ "9 Januari 2025" as 2025-01-09; None when there is no such day."""
    found = _DATE.search(text)
    month = MONTHS.get(found[2].lower()) if found else None
    if found is None or month is None:
        return None
    try:
        return datetime.date(int(found[3]), month, int(found[1])).isoformat()
    except ValueError:
        return None


def plan_year(decree: Decree) -> int | None:
    """The year the plan is for: its title may name a later one than the decree's number."""
    found = _YEAR_OF_PLAN.search(decree.title or "")
    return int(found[1]) if found else decree.year


def proper_case(text: str) -> str:
    """Capitals turned into a title as one writes it: Bebas dari Korupsi. Other text stays."""
    text = flat(text)
    if not text.isupper():
        return text
    words = [_proper_word(word) for word in text.split()]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def _proper_word(word: str) -> str:
    bare = word.strip('().,;:"')
    if bare in group("acronyms"):
        return word
    if bare.lower() in group("small_words"):
        return word.lower()
    return re.sub(r"[^\W\d_]+", lambda piece: piece[0].capitalize(), word)


def _read_head(decree: Decree, lines: list[str]) -> None:
    """KEPUTUSAN <office> / NOMOR <number> TAHUN <year> / TENTANG / <title> / <who decides>,"""
    for at, line in enumerate(lines):
        if not _KEPUTUSAN.match(line):
            continue
        text = _split_keywords(lines[at : at + 30])
        number_at = next((i for i, row in enumerate(text[:8]) if i and _NUMBER.match(row)), None)
        if number_at is None:
            continue
        office = _KEPUTUSAN.sub("", " ".join(text[:number_at]))
        office = _HOLDER.sub("", office)
        decree.office = proper_case(office) or None
        _take_number(decree, text[number_at])
        decree.title = _title_below(text[number_at + 1 :])
        return


def _split_keywords(lines: list[str]) -> list[str]:
    """Puts NOMOR and TENTANG at the beginning of lines of their own."""
    joined = "\n".join(lines)
    joined = re.sub(r"(?<=\S)[ ]+(?=NOMOR\s*:?\s*\d)", "\n", joined, count=1)
    joined = re.sub(r"(?<=\d)[ ]+(?=TENTANG\b)", "\n", joined, count=1)
    return [line for line in joined.split("\n") if line]


def _take_number(decree: Decree, line: str) -> None:
    found = _NUMBER.match(line)
    if found is None:
        return
    decree.number = found["number"].strip(" :.") or None
    if found["year"]:
        decree.year = int(found["year"])
    elif years := _YEAR.findall(found["number"]):
        decree.year = int(years[-1])


def _title_below(lines: list[str]) -> str | None:
    if not lines or not _TENTANG.match(lines[0]):
        return None
    title = [_TENTANG.sub("", lines[0])]
    for line in lines[1:]:
        if _OFFICE_HOLDER.match(line) or _TITLE_END.match(line) or line.endswith(","):
            break
        title.append(line)
    return proper_case(" ".join(title)).rstrip(".,;") or None


def _read_date(decree: Decree, lines: list[str]) -> None:
    for line in lines:
        if decree.place is None and (found := _PLACE.match(line)):
            decree.place = proper_case(found["place"].strip())
        if (
            decree.date is None
            and (found := _ON_DATE.search(line))
            and (_PLACE.match(line) or line.lower().startswith("pada"))
        ):
            decree.date = iso_date(found["date"])
    if decree.place is None and decree.date is None:
        for line in lines:
            if found := _PLACE_DATE.match(line):
                decree.place, decree.date = found["place"], iso_date(found["date"])
                return


def _read_signatory(decree: Decree, lines: list[str]) -> None:
    for at, line in enumerate(lines):
        is_dated = _ON_DATE.search(line) and line.lower().startswith(("pada", "ditetapkan"))
        if not (is_dated or _PLACE_DATE.match(line)):
            continue
        below = [_LABEL.sub("", text) for text in lines[at + 1 : at + 14] if text]
        position, rest = _position(below)
        if not position:
            continue
        decree.signatory_position = proper_case(position)
        decree.signatory_name = (
            next((name for name in rest if not _SIGNED.match(name)), None)
            if rest and not _AFTER_SIGNATURE.match(rest[0])
            else None
        )
        return


def _position(lines: list[str]) -> tuple[str, list[str]]:
    """The office of the one who signs, over one or more lines up to a comma or the signature."""
    if not lines or not _OFFICE_HOLDER.match(lines[0]):
        return "", []
    for count, line in enumerate(lines[:5], 1):
        following = lines[count] if count < len(lines) else ""
        if line.endswith(",") or _SIGNED.match(following):
            return " ".join(lines[:count]).rstrip(", "), lines[count:]
    return lines[0].rstrip(", "), lines[1:]


def _read_annex(decree: Decree, lines: list[str]) -> str | None:
    """Nomor, Tanggal and Tentang in the corner of the annex; they fill what the act left open."""
    title: str | None = None
    for at, line in enumerate(lines):
        if decree.number is None and _NUMBER.match(line):
            _take_number(decree, line)
        elif decree.date is None and (
            found := re.match(r"tanggal\s*:?\s*(.*)", line, re.IGNORECASE)
        ):
            decree.date = iso_date(found[1])
        elif decree.office is None and (found := _ANNEX_OFFICE.search(line)):
            decree.office = proper_case(_HOLDER.sub("", found["office"])) or None
        elif title is None and _TENTANG.match(line):
            title = _annex_title(lines[at:])
    if decree.title is None:
        decree.title = title
    return title


def _annex_title(lines: list[str]) -> str | None:
    title = [_TENTANG.sub("", lines[0])]
    for line in lines[1:]:
        is_heading = line.isupper() and bool(title[0]) and not title[0].isupper()
        if (
            not line
            or _TITLE_END.match(line)
            or is_heading
            or (any(title) and _ANNEX_TITLE.match(line))
        ):
            break
        title.append(line)
    return proper_case(" ".join(title)) or None


def _year_of_plan(decree: Decree, lines: list[str]) -> int | None:
    if decree.date:
        return int(decree.date[:4])
    for line in lines:
        if found := _YEAR_OF_PLAN.search(line):
            return int(found[1])
    return None
