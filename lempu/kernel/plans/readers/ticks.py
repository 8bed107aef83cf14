"""Whether a month's cell is ticked: by a sign, a word, or by its shade."""

import re
from dataclasses import dataclass
from typing import Final

from lempu.kernel.plans.readers.grid import Cell, flat
from lempu.kernel.plans.readers.vocabulary import group

_ZERO: Final = re.compile(r"^0+(?:[.,]0+)?\s*%?$")
LONGEST_SIGN: Final = 10


@dataclass(frozen=True, slots=True)
class Tick:
    """``glyph`` is the sign used; ``odd`` the cell's text when it says more than a tick."""

    glyph: str = ""
    odd: str = ""


def tick_of(text: str) -> Tick | None:
    """Reads a month's cell; None when it is empty or says that nothing is planned."""
    sign = "".join(text.split()) if len(text) <= LONGEST_SIGN else text
    if not sign or sign.lower() in group("empty_marks") or _ZERO.match(sign):
        return None
    ticks = group("ticks")
    if sign in ticks or sign.lower() in ticks:
        return Tick(glyph=sign)
    if len(set(sign)) == 1 and sign[0] in ticks:
        return Tick(glyph=sign[0])
    return Tick(odd=flat(text))


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
