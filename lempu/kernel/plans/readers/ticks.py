"""Whether a month's cell is ticked: by a sign, a word, or by its shade."""

import re
from dataclasses import dataclass
from typing import Final

from lempu.kernel.plans.readers.grid import Cell
from lempu.kernel.plans.readers.vocabulary import group

_ZERO: Final = re.compile(r"^0+(?:[.,]0+)?\s*%?$")
_LONGEST_GLYPH: Final = 2


@dataclass(frozen=True, slots=True)
class Tick:
    """``glyph`` is the sign used; ``odd`` the cell's text when it says more than a tick."""

    glyph: str = ""
    odd: str = ""


def tick_of(text: str) -> Tick | None:
    """Reads a month's cell; None when it is empty or says that nothing is planned."""
    text = "".join(text.split()) if len(text) < 10 else text.strip()
    if not text or text.lower() in group("empty_marks") or _ZERO.match(text):
        return None
    if text in group("ticks") or text.lower() in group("ticks"):
        return Tick(glyph=text)
    if len(set(text)) == 1 and text[0] in group("ticks"):
        return Tick(glyph=text[0])
    return Tick(odd=text)


def shaded(row: list[Cell], places: list[int], backgrounds: set[str]) -> list[int]:
    """The month cells whose shade is a tick.

    A shade that the row's words have as well is decoration of the whole row, and one in
    ``backgrounds`` is decoration of the grid.
    """
    months = set(places)
    words = {cell.fill for place, cell in enumerate(row) if place not in months and cell.text}
    return [
        place
        for place in places
        if row[place].fill and row[place].fill not in words and row[place].fill not in backgrounds
    ]


def backgrounds_of(rows: list[list[Cell]], places: list[int]) -> set[str]:
    """Shades of empty month cells in rows that are ticked by signs: there they mean nothing."""
    found = set[str]()
    for row in rows:
        ticked = [place for place in places if tick_of(row[place].text)]
        if ticked:
            found.update(row[place].fill for place in places if place not in ticked)
    return found - {""}
