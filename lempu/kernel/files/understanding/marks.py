"""Fingerprints that stay near when the content does: pHash and dHash of pictures, simhash of words.

Written here in plain Python: the library for it needs NumPy and SciPy, a hundred times its size.
"""

import hashlib
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator

from PIL import Image, ImageOps

SIDE, KEPT = 32, 8
WORD = re.compile(r"[^\W_]+")
SHINGLE = 3
#: Parts of a photo, as left, top, right, bottom in parts of its size: what a crop leaves over.
WINDOWS = (
    (0.05, 0.05, 0.95, 0.95),
    (0.1, 0.1, 0.9, 0.9),
    (0.15, 0.15, 0.85, 0.85),
    (0.0, 0.0, 0.8, 0.8),
    (0.2, 0.0, 1.0, 0.8),
    (0.0, 0.2, 0.8, 1.0),
    (0.2, 0.2, 1.0, 1.0),
)
_COSINES = [
    [math.cos(math.pi * (2 * place + 1) * wave / (2 * SIDE)) for place in range(SIDE)]
    for wave in range(KEPT)
]

Mark = tuple[str, int, str]


def of_photo(image: Image.Image) -> Iterator[Mark]:
    """(kind, number, 16 hexadecimal digits) for an upright photo."""
    grey = image.convert("L")
    grey.thumbnail((512, 512))
    yield "whole", 1, phash(grey)
    yield "mirror", 1, phash(ImageOps.mirror(grey))
    yield "edges", 1, dhash(grey)
    for number, (left, top, right, bottom) in enumerate(WINDOWS, 1):
        across, down = grey.size
        part = grey.crop((left * across, top * down, right * across, bottom * down))
        yield "window", number, phash(part)


def phash(image: Image.Image) -> str:
    """64 bits: which of the slowest waves of the picture are stronger than their middle one."""
    small = image.convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    points = small.tobytes()
    rows = [points[line * SIDE : line * SIDE + SIDE] for line in range(SIDE)]
    across = [[sum(map(float.__mul__, wave, map(float, row))) for wave in _COSINES] for row in rows]
    columns = list(zip(*across, strict=True))
    waves = [sum(map(float.__mul__, wave, column)) for wave in _COSINES for column in columns]
    middle = sorted(waves[1:])[len(waves) // 2]
    return _hex(wave > middle for wave in waves)


def dhash(image: Image.Image) -> str:
    """64 bits: where the picture grows brighter from left to right."""
    small = image.convert("L").resize((KEPT + 1, KEPT), Image.Resampling.LANCZOS)
    points, line = small.tobytes(), KEPT + 1
    return _hex(
        points[row * line + column] < points[row * line + column + 1]
        for row in range(KEPT)
        for column in range(KEPT)
    )


def folded(text: str) -> list[str]:
    """Words in lower case without accents."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


def digest(words: list[str]) -> str:
    return hashlib.sha256(" ".join(words).encode()).hexdigest() if words else ""


def simhash(words: list[str]) -> str:
    """64 bits over all runs of three words; texts that share most of their runs are near."""
    runs = {" ".join(words[place : place + SHINGLE]) for place in range(len(words) - SHINGLE + 1)}
    if not runs:
        return ""
    weights = [0] * 64
    for run in runs:
        bits = int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest())
        for place in range(64):
            weights[place] += 1 if bits >> place & 1 else -1
    return _hex(weight > 0 for weight in reversed(weights))


def ink(image: Image.Image) -> int:
    """Thousandths of the page that are strongly coloured, as stamps and ball pens are."""
    small = image.convert("RGB").resize((200, 280)).convert("HSV").tobytes()
    coloured = sum(
        strong > 70 and 60 < bright < 245
        for strong, bright in zip(small[1::3], small[2::3], strict=True)
    )
    return round(1000 * coloured / (200 * 280))


def _hex(bits: Iterable[bool]) -> str:
    value = 0
    for bit in bits:
        value = value << 1 | bool(bit)
    return f"{value:016x}"
