"""What a document ought to carry: a date, a number, words, a signature, the name of its own office."""

from collections.abc import Iterator
from functools import cache

from lempu.kernel.findings.enums import Rule
from lempu.kernel.findings.scoring.words import strangers
from lempu.kernel.findings.selectors.limits import kinds, limits
from lempu.kernel.findings.selectors.subjects import Piece, Subject
from lempu.kernel.findings.services.looks.dates import has_date
from lempu.kernel.findings.services.looks.found import Found
from lempu.kernel.offices.models import Office
from lempu.shared import reference
from lempu.shared.dates import has_number

#: Pictures of things carry no words.
WORDLESS = {"photo", "design", "screenshot", "publication", "material"}
DOCUMENTS = {".doc", ".docx", ".odt", ".xls", ".xlsx", ".ods"}


def no_date(subject: Subject) -> Iterator[Found]:
    for piece in _read(subject, "dated"):
        if not has_date(piece):
            yield Found(Rule.NO_DATE, piece.version)


def no_number(subject: Subject) -> Iterator[Found]:
    for piece in _read(subject, "numbered"):
        if not piece.evidence.number.strip() and not has_number(piece.text):
            yield Found(Rule.NO_NUMBER, piece.version)


def _read(subject: Subject, group: str) -> Iterator[Piece]:
    """Pieces of some kinds whose words are known: of what nobody could read nothing is missed."""
    for piece in subject.pieces:
        if piece.evidence.kind in kinds(group) and piece.text.strip():
            yield piece


def other_office(subject: Subject) -> Iterator[Found]:
    """Another office is named and never one's own, nor one above, whose letters are proof too."""
    office = subject.obligation.office
    for piece in subject.pieces:
        found = strangers(piece.text, own=_own(office), others=_others()) if piece.text else []
        if found:
            yield Found(Rule.OTHER_OFFICE, piece.version, data={"offices": found[:3]})


@cache
def _others() -> dict[str, int]:
    """What stands behind KPU or KIP -> the code of the office."""
    return {
        name: int(office["code"])
        for office in reference.read("offices")
        if (name := _behind(office["name"]))
    }


def _own(office: Office) -> list[str]:
    codes = {int(code) for code in office.path.strip("/").split("/")}
    known = [name for name, code in _others().items() if code in codes]
    return [*known, _behind(office.name)] if _behind(office.name) else known


def _behind(name: str) -> str:
    """ "KPU Kabupaten Luwu" -> "kabupaten luwu"; the national office has no such name."""
    words = name.lower().split()
    return " ".join(words[1:]) if words[0] in ("kpu", "kip") and len(words) > 2 else ""


def no_text(subject: Subject) -> Iterator[Found]:
    """A scan of a document that recognition found no words on: too dark, too small, upside down."""
    for piece in subject.pieces:
        if piece.evidence.kind in WORDLESS or not piece.is_bare or piece.text.strip():
            continue
        if piece.recognition in ("done no_words", "failed not_recognised"):
            yield Found(Rule.NO_TEXT, piece.version)


def unsigned(subject: Subject) -> Iterator[Found]:
    """Where a signature is usual: a document for typing, or a PDF with neither ink nor a digital one.

    A scan in grey shows no ink though somebody signed, so nothing is said of scans and photos.
    """
    for piece in subject.pieces:
        if piece.evidence.kind not in kinds("signed") or piece.file is None:
            continue
        if piece.version.name.lower().endswith(tuple(DOCUMENTS)) and not piece.file.is_pdf:
            yield Found(Rule.UNSIGNED, piece.version, data={"typed": True})
        elif piece.file.is_pdf and not piece.is_bare and piece.facts and piece.facts.letters:
            bare = (piece.facts.ink or 0) < limits("ink")["signed_from"]
            if bare and not piece.facts.signatures and piece.facts.ink is not None:
                yield Found(Rule.UNSIGNED, piece.version, data={"typed": False})
