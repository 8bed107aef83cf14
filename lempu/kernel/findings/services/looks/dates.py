"""Dates that do not fit the month: what a person typed, and what the text says."""

from collections.abc import Iterator

from lempu.kernel.evidence.selectors.findings import is_dated_outside
from lempu.kernel.findings.enums import Rule
from lempu.kernel.findings.selectors.subjects import Piece, Subject
from lempu.kernel.findings.services.looks.found import Found
from lempu.shared.dates import Named, dates_in

#: Dates of a text that its finding names.
NAMED = 3


def document_date(subject: Subject) -> Iterator[Found]:
    for piece in subject.pieces:
        day = piece.evidence.document_date
        if day is not None and is_dated_outside(subject.obligation, day):
            yield Found(Rule.DOCUMENT_DATE, piece.version, data={"day": day.isoformat()})


def text_dates(subject: Subject) -> Iterator[Found]:
    """Only when no date of the text fits: minutes may well speak of the next month too."""
    if subject.is_once:
        return
    first, last = subject.span
    for piece in subject.pieces:
        named = dates_in(piece.text)
        if not named or any(one.touches(first, last) for one in named):
            continue
        page = piece.page_at(named[0].at)
        years = sorted({one.year for one in named})
        if not {first.year, last.year} & set(years):
            yield Found(Rule.WRONG_YEAR, piece.version, page=page, data={"years": years[:NAMED]})
        elif not is_dated_outside(subject.obligation, piece.evidence.document_date):
            yield Found(Rule.TEXT_DATES, piece.version, page=page, data={"dates": _told(named)})


def _told(named: list[Named]) -> list[str]:
    """Days as "2025-08-31", months as "2025-08", each once."""
    told = dict.fromkeys(
        f"{one.year}-{one.month:02}" + (f"-{one.day:02}" if one.day else "") for one in named
    )
    return list(told)[:NAMED]


def has_date(piece: Piece) -> bool:
    return bool(piece.evidence.document_date or dates_in(piece.text))
