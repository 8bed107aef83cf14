"""A text that stands word for word as proof of another month, perhaps with other dates."""

from collections.abc import Iterator

from lempu.kernel.evidence.models import Version
from lempu.kernel.files.enums import MarkKind, TextSource
from lempu.kernel.files.models import Page
from lempu.kernel.findings.enums import Rule
from lempu.kernel.findings.scoring.words import apart, words_of
from lempu.kernel.findings.selectors.limits import kinds, limits
from lempu.kernel.findings.selectors.near import Probe, look_up
from lempu.kernel.findings.selectors.subjects import READ, Piece, Subject, offered_elsewhere
from lempu.kernel.findings.services.looks.found import Found, beside


def copied_text(subject: Subject) -> Iterator[Found]:
    """Only kinds that are written anew each time: an attendance list has the same names every month."""
    for piece in subject.pieces:
        if piece.evidence.kind in kinds("written_anew") and piece.marks_of(MarkKind.TEXT):
            yield from _copied(subject, piece)


def _copied(subject: Subject, piece: Piece) -> Iterator[Found]:
    wanted = limits("text")
    mine = words_of(piece.text)
    if len(mine) < wanted["fewest_words"]:
        return
    near = look_up(
        MarkKind.TEXT,
        [Probe(bits, "text") for _number, bits in piece.marks_of(MarkKind.TEXT)],
        bits=wanted["bits"],
        not_of=piece.version.file_id or 0,
        most=wanted["candidates"],
    )
    elsewhere = offered_elsewhere(subject, [one.file for one in near]) if near else {}
    same: list[Version] = []
    for one in [one for one in near if one.file in elsewhere]:
        pages = Page.objects.filter(file=one.file).order_by("number")
        theirs = list(pages.values_list("text", "source"))
        recognised = piece.is_recognised or any(source == TextSource.OCR for _t, source in theirs)
        most = wanted["words_apart_recognised" if recognised else "words_apart"]
        if apart(mine, words_of("\n".join(text for text, _source in theirs)[:READ])) <= most:
            same += elsewhere[one.file]
    yield from beside(subject, piece, Rule.COPIED_TEXT, same)
