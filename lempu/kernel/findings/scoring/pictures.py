"""Whether two pictures are the same shot: laid upon each other, tone for tone, block for block.

Fingerprints find what may be the same (they keep eight waves of a picture and forgive much); this
decides. A room photographed on another day has the same walls and other people: the walls' blocks agree and
those of the people do not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final

from PIL import Image, ImageChops, ImageFilter, ImageOps

from lempu.kernel.files.understanding.marks import WINDOWS

__all__ = ["WHOLE", "WINDOWS", "Limits", "is_paper", "mirrored", "opened", "same_page", "same_shot"]

Box = tuple[float, float, float, float]
WHOLE: Final[Box] = (0.0, 0.0, 1.0, 1.0)
#: Side of a picture laid upon another, and of a block of it, in points.
PHOTO_SIDE, PHOTO_BLOCK = 96, 8
PAGE_SIDE, PAGE_BLOCK = 480, 8
CUT_SIDE = 320
#: A page of paper is mostly bright and hardly coloured; this much of it, in parts.
PAPER_BRIGHT, PAPER_SHARE = 200, 0.6
#: How far the edges of a crop are moved to find how it was cut, in parts of the size.
STEPS: Final = (0.0, -0.025, 0.025, -0.05, 0.05)


@dataclass(frozen=True, slots=True)
class Limits:
    """``difference``: how far the tone of a block may be off, of 255; ``apart``: the share that may."""

    difference: int
    apart: float


def is_paper(image: Image.Image) -> bool:
    """Whether a picture looks like a page: a form, a letter, a screen."""
    small = image.convert("L").resize((64, 64), Image.Resampling.BOX)
    bright = sum(small.histogram()[PAPER_BRIGHT:])
    return bright >= PAPER_SHARE * 64 * 64


def same_shot(one: Image.Image, other: Image.Image, limits: Limits, *, box: Box = WHOLE) -> bool:
    """Whether ``other`` is ``one``, or the part ``box`` of it, cut about there."""
    flat = _flat(other, PHOTO_SIDE)
    if box != WHOLE:  # it is cut in many ways, and nothing finer is compared
        one = one.convert("L").resize((CUT_SIDE, CUT_SIDE), Image.Resampling.BOX)
    return any(
        blocks_apart(_flat(_cut(one, near), PHOTO_SIDE), flat, PHOTO_BLOCK, limits.difference)
        <= limits.apart
        for near in _near(box)
    )


def same_page(one: Image.Image, other: Image.Image, limits: Limits) -> bool:
    """Whether two pages are the same, to the handwriting: a form filled in anew is another page."""
    apart = blocks_apart(_ink(one), _ink(other), PAGE_BLOCK, limits.difference)
    return apart <= limits.apart


def blocks_apart(one: Image.Image, other: Image.Image, block: int, difference: int) -> float:
    """The share of blocks whose tone is further off than ``difference``."""
    off = ImageChops.difference(one, other).reduce(block).tobytes()
    return sum(tone > difference for tone in off) / len(off)


def _flat(image: Image.Image, side: int) -> Image.Image:
    """Grey, small, its tones spread alike, so that light and colour do not matter."""
    small = image.convert("L").resize((side, side), Image.Resampling.BOX)
    return ImageOps.equalize(small.filter(ImageFilter.GaussianBlur(1)))


def _ink(image: Image.Image) -> Image.Image:
    small = image.convert("L").resize((PAGE_SIDE, PAGE_SIDE), Image.Resampling.BOX)
    return ImageOps.autocontrast(small.filter(ImageFilter.GaussianBlur(1)), cutoff=1)


def _cut(image: Image.Image, box: Box) -> Image.Image:
    across, down = image.size
    left, top, right, bottom = box
    return image.crop(
        (round(left * across), round(top * down), round(right * across), round(bottom * down))
    )


def _near(box: Box) -> Iterator[Box]:
    """The box, and for a crop also boxes a little aside and a little wider."""
    yield box
    if box == WHOLE:
        return
    left, top, right, bottom = box
    for wider in STEPS:
        for aside in STEPS:
            for below in STEPS:
                near = (
                    left + aside - wider / 2, top + below - wider / 2,
                    right + aside + wider / 2, bottom + below + wider / 2,
                )  # fmt: skip
                if min(near) >= -0.001 and max(near) <= 1.001 and near != box:
                    yield near


def opened(content: IO[bytes]) -> Image.Image:
    """A picture that we made ourselves, in grey."""
    with Image.open(content) as image:
        return image.convert("L")


def mirrored(image: Image.Image) -> Image.Image:
    return ImageOps.mirror(image)
