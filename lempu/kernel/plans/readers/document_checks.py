"""What the decree's running text says two ways, or not as such texts are written."""

import difflib
import itertools
import re
from typing import Final

from lempu.kernel.numbering.readers import parse
from lempu.kernel.plans.readers.decree import DecreeText, iso_date
from lempu.kernel.plans.readers.structure import Finding
from lempu.kernel.plans.readers.vocabulary import heading

ALIKE: Final = 0.75
_CERTIFIED: Final = re.compile(r"^salinan sesuai", re.IGNORECASE)
_BLOCK_END: Final = re.compile(r"^(?:lampiran|salinan sesuai|ditetapkan di|no\.?$)", re.IGNORECASE)
_SIGNED: Final = re.compile(r"^[\[(]?\s*(?:ttd|dto|cap)\b", re.IGNORECASE)
_NOT_A_NAME: Final = re.compile(
    r"\b(?:komisi|kepala|sekretari\w+|kabupaten|kota|provinsi|bagian|hukum|pemilu|umum|ketua|nip|"
    r"teknis|penyelenggaraan|bidang|membidangi)\b|\d",
    re.IGNORECASE,
)
_MINUTES: Final = re.compile(
    r"berita acara(?:\s+(?:rapat|pleno|hasil|tertutup)){0,3}\s+nomor\s*:?\s*(?P<number>\S+)"
    r"(?:\s+tanggal\s+(?P<date>\d{1,2}\s+\w+\s+(?:tahun\s+)?\d{4}))?",
    re.IGNORECASE,
)
_KPU_NUMBER: Final = re.compile(r"-BA/", re.IGNORECASE)


def check_document(lines: list[str], act: DecreeText) -> list[Finding]:
    """Findings about the decree as a whole, in the order in which a person meets them."""
    findings: list[Finding] = []
    if not act.has_decree:
        findings.append(Finding("no_decree_text", "note"))
    findings += _title(act)
    findings += _minutes(lines)
    findings += _officials(lines)
    return findings


def _title(act: DecreeText) -> list[Finding]:
    title, annex = act.decree.title, act.annex_title
    if not title or not annex or heading(title) == heading(annex):
        return []
    return [Finding("title_differs", "look", params={"title": title, "annex": annex})]


def _minutes(lines: list[str]) -> list[Finding]:
    """KPU numbers minutes as order/class-BA/code of the office/year; a regency's code has four
    figures, a province's two. Source: the numbering of KPU's official letters (tata naskah dinas).
    """
    findings = []
    for found in _MINUTES.finditer(" ".join(lines)):
        number = found["number"].rstrip(".,;")
        parts = parse(number)
        if not _KPU_NUMBER.search(number) or (parts is not None and parts.is_usual):
            continue
        pieces = number.split("/")
        params = {
            "number": number,
            "piece": pieces[2] if len(pieces) == 4 else "",
            "date": iso_date(found["date"] or "") or "",
        }
        findings.append(Finding("minutes_number", "look", params=params))
    return findings[:3]


def _officials(lines: list[str]) -> list[Finding]:
    """Compares the names and positions under each "Salinan sesuai dengan aslinya"."""
    blocks = [_block(lines[at + 1 :]) for at, line in enumerate(lines) if _CERTIFIED.match(line)]
    named = [(block[-1], " ".join(block[:-1])) for block in blocks if block and _is_name(block[-1])]
    findings = []
    for (one, position), (other, elsewhere) in itertools.pairwise(named):
        if _differ_slightly(one, other):
            findings.append(Finding("official_name", "look", params={"one": one, "other": other}))
        if _differ_slightly(position, elsewhere):
            params = {"one": position, "other": elsewhere}
            findings.append(Finding("official_position", "note", params=params))
    return findings


def _block(lines: list[str]) -> list[str]:
    block: list[str] = []
    for line in lines[:14]:
        if _BLOCK_END.match(line):
            break
        if line and not _SIGNED.match(line) and not line.upper().startswith("NIP"):
            block.append(line)
            if _is_name(line) and len(block) > 1:
                break
    return block


def _is_name(text: str) -> bool:
    words = text.replace(",", " ").split()
    return (
        1 < len(words) <= 8
        and not _NOT_A_NAME.search(text)
        and all(word[0].isupper() for word in words)
    )


def _differ_slightly(one: str, other: str) -> bool:
    if not one or not other or one.casefold() == other.casefold():
        return False
    return difflib.SequenceMatcher(None, one.casefold(), other.casefold()).ratio() >= ALIKE
