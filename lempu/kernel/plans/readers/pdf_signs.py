"""Ticks of a PDF table that are no letters: of symbol fonts, drawn shapes, small pictures."""

import re
from dataclasses import dataclass
from typing import Any, Final

TICK: Final = "✓"
Box = tuple[float, float, float, float]
_SYMBOL_FONT: Final = re.compile(r"wingdings|webdings|dingbats|marlett", re.IGNORECASE)
_HOLLOW: Final = frozenset("o¨q£¡❑❏☐□")
WIDEST_CELL: Final = 70
SMALLEST: Final = 2.0
LARGEST: Final = 30.0


@dataclass(frozen=True, slots=True)
class Signs:
    """Where the signs of a page stand: symbols by their middle, drawn ones by their box."""

    symbols: list[tuple[float, float]]
    drawn: list[Box]

    @classmethod
    def of(cls, page: Any, bbox: Box) -> "Signs":
        return cls(_symbols(page, bbox), _drawn(page, bbox))

    def symbol_in(self, box: Box) -> str:
        """A tick when the cell is as narrow as a month and a symbol stands in it."""
        left, top, right, bottom = box
        if right - left > WIDEST_CELL:
            return ""
        return (
            TICK if any(left <= x <= right and top <= y <= bottom for x, y in self.symbols) else ""
        )

    def drawing_in(self, box: Box) -> str:
        """A tick when the cell is as narrow as a month and a small drawing lies wholly in it."""
        left, top, right, bottom = box
        if right - left > WIDEST_CELL:
            return ""
        inside = any(
            left <= one[0] and top <= one[1] and one[2] <= right and one[3] <= bottom
            for one in self.drawn
        )
        return TICK if inside else ""


def _symbols(page: Any, bbox: Box) -> list[tuple[float, float]]:
    """Where letters of a symbol font stand that show a tick."""
    return [
        ((char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2)
        for char in page.chars
        if _SYMBOL_FONT.search(char["fontname"])
        and char["text"].strip()
        and char["text"] not in _HOLLOW
        and bbox[1] <= char["top"] <= bbox[3]
    ]


def _drawn(page: Any, bbox: Box) -> list[Box]:
    """Dots, hooks and pictures as small as a sign; an outline only says where one could be."""
    found: list[Box] = []
    for shape in [*page.curves, *page.images]:
        box = (shape["x0"], shape["top"], shape["x1"], shape["bottom"])
        width, height = box[2] - box[0], box[3] - box[1]
        is_small = SMALLEST <= width <= LARGEST and SMALLEST <= height <= LARGEST
        if is_small and bbox[1] <= box[1] <= bbox[3] and not _is_outline(shape):
            found.append(box)
    return found


def _is_outline(shape: dict[str, Any]) -> bool:
    points = shape.get("pts")
    return bool(points and not shape.get("fill") and points[0] == points[-1])
