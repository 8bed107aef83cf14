"""The same file, or a picture of the same: found by fingerprints, decided by laying both upon each other."""

import io
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

from lempu.kernel.evidence.models import Version
from lempu.kernel.files import services as files
from lempu.kernel.files.enums import MarkKind
from lempu.kernel.findings.enums import Rule
from lempu.kernel.findings.selectors.limits import limits
from lempu.kernel.findings.selectors.near import Near, Probe, look_up
from lempu.kernel.findings.selectors.subjects import Piece, Subject, offered_elsewhere
from lempu.kernel.findings.services.looks.found import Found, beside

if TYPE_CHECKING:
    from PIL.Image import Image

#: Kept out of memory until two pictures are laid upon each other.
PICTURES = "lempu.kernel.findings.scoring.pictures"
#: How wide pages are drawn to be laid upon each other.
DRAWN = 1600
#: Pairs that are laid upon each other for one picture.
PAIRS = 12


def same_file(subject: Subject) -> Iterator[Found]:
    held = {piece.version.file_id for piece in subject.pieces} - {None}
    elsewhere = offered_elsewhere(subject, [key for key in held if key]) if held else {}
    for piece in subject.pieces:
        yield from beside(
            subject, piece, Rule.SAME_FILE, elsewhere.get(piece.version.file_id or 0, [])
        )


def near_photo(subject: Subject) -> Iterator[Found]:
    for piece in subject.pieces:
        if piece.file and piece.file.is_picture and piece.marks_of(MarkKind.WHOLE):
            yield from _same_picture(subject, piece)


def _same_picture(subject: Subject, piece: Piece) -> Iterator[Found]:
    """A photo, or a picture of a page, which is held to the stricter limits of pages."""
    near = photos_near(piece.marks, not_of=piece.version.file_id or 0)
    elsewhere = offered_elsewhere(subject, [one.file for one in near]) if near else {}
    image = None
    same: list[Version] = []
    rule = Rule.NEAR_PHOTO
    for one in [one for one in near if one.file in elsewhere][:PAIRS]:
        image = image or _image_of(piece, 1)
        other = _image(elsewhere[one.file][0], 1)
        if image is None or other is None:
            continue
        found = shows_same(image, other, one)
        if found:
            rule = Rule(found)
            same += elsewhere[one.file]
    yield from beside(subject, piece, rule, same)


def photos_near(marks: list[tuple[str, int, str]], *, not_of: int) -> list[Near]:
    """Photos that may show the same: whole, mirrored, a part of this one, or this one a part of them."""
    wanted = limits("photo")
    whole = [Probe(bits, kind, number) for kind, number, bits in marks if kind in _STRAIGHT]
    parts = [Probe(bits, kind, number) for kind, number, bits in marks if kind == MarkKind.WINDOW]
    mine = [probe for probe in whole if probe.what == MarkKind.WHOLE]
    asked: dict[str, Any] = {"not_of": not_of, "most": wanted["candidates"]}
    found = look_up(MarkKind.WHOLE, whole, bits=wanted["bits"], **asked)
    found += look_up(MarkKind.WHOLE, parts, bits=wanted["window_bits"], **asked)
    found += look_up(MarkKind.WINDOW, mine, bits=wanted["window_bits"], **asked)
    best: dict[int, Near] = {}
    for one in sorted(found):
        best.setdefault(one.file, one)
    return sorted(best.values())


_STRAIGHT = (MarkKind.WHOLE, MarkKind.MIRROR)


def shows_same(image: "Image", other: "Image", near: Near) -> str:
    """The rule that two pictures break; empty when they show different things."""
    pictures = import_module(PICTURES)
    if pictures.is_paper(image) and pictures.is_paper(other):
        wanted = limits("page")
        allowed = pictures.Limits(wanted["block_difference"], wanted["blocks_apart"])
        return Rule.NEAR_PAGE if pictures.same_page(image, other, allowed) else ""
    wanted = limits("photo")
    allowed = pictures.Limits(wanted["block_difference"], wanted["blocks_apart"])
    one, two = (other, image) if near.kind == MarkKind.WINDOW else (image, other)
    box = pictures.WHOLE
    if MarkKind.WINDOW in (near.kind, near.what):
        number = near.number if near.kind == MarkKind.WINDOW else near.probe
        box = pictures.WINDOWS[number - 1]
    if near.what == MarkKind.MIRROR:
        one = pictures.mirrored(one)
    return Rule.NEAR_PHOTO if pictures.same_shot(one, two, allowed, box=box) else ""


def near_page(subject: Subject) -> Iterator[Found]:
    """Pages of a scan; pages with text of their own are compared by their words."""
    for piece in subject.pieces:
        if piece.file and piece.file.is_pdf and piece.is_bare:
            yield from _same_page(subject, piece)


def _same_page(subject: Subject, piece: Piece) -> Iterator[Found]:
    wanted = limits("page")
    pictures = import_module(PICTURES)
    allowed = pictures.Limits(wanted["block_difference"], wanted["blocks_apart"])
    probes = [Probe(bits, "page", number) for number, bits in piece.marks_of(MarkKind.PAGE)]
    near = look_up(
        MarkKind.PAGE,
        probes,
        bits=wanted["bits"],
        not_of=piece.version.file_id or 0,
        most=wanted["candidates"],
    )
    elsewhere = offered_elsewhere(subject, [one.file for one in near]) if near else {}
    for one in [one for one in near if one.file in elsewhere][:PAIRS]:
        mine, other = _image_of(piece, one.probe), _image(elsewhere[one.file][0], one.number)
        if mine and other and pictures.same_page(mine, other, allowed):
            yield from beside(
                subject,
                piece,
                Rule.NEAR_PAGE,
                elsewhere[one.file],
                page=one.probe,
                other_page=one.number,
            )
            return


def _image_of(piece: Piece, page: int) -> "Image | None":
    return _image(piece.version, page)


def _image(version: Version, page: int) -> "Image | None":
    """The picture that is shown of a page; None where there is none to show."""
    if version.file is None:
        return None
    try:
        content = files.picture(version.file, page=page)
    except files.NoPreview:
        return None
    image: Image = import_module(PICTURES).opened(io.BytesIO(content))
    return image
