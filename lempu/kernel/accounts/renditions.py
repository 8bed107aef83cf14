"""The one drawing of the product: a year of a plan, a row an indicator, twelve months."""

from dataclasses import dataclass
from typing import Final

# a accepted, n nil, d due, o open, l late, f future; a blank is a month without a tick.
_ROWS: Final = (
    "a", "a", "aaa", "     laaaoff", "a", "  aaaaaaaoff", "aaaaaaaaadff", "    aaladof",
    "aaaaaaaadoff", " aaaaaaaaoff", " nannannaoff", " aaaaaaadoff", "a", "a", " aaaaaaaaoff",
    "aaaaaaaadoff", " aaaaaaaaoff", " aaaaaaadoff", "     nnanoff", "  aaaaaadoff",
    "aaalaaladoff", "       aaoff", "aaaaaaaaadff", "annaanannoff", "aaaaaaaaaaff", "aa", "aa",
    "aaa", "aaaaaaaaaaff", "", "aaaa", "  aaaa", "aaaaaaaaaoff", "aaaaaaaadoff", " aaaaaadaoff",
)  # fmt: skip
_OPACITY: Final = {"a": "0.85", "n": "0.5", "d": "0.6", "o": "0.35", "l": "0.3", "f": "0.14"}


@dataclass(frozen=True, slots=True)
class Bar:
    """One month of one row, in the units of the drawing (258 by 380)."""

    x: int
    y: int
    opacity: str


def year_drawing() -> list[Bar]:
    """The bars of the drawing beside the sign-in form."""
    return [
        Bar(x=month * 22, y=row * 11, opacity=_OPACITY[letter])
        for row, letters in enumerate(_ROWS)
        for month, letter in enumerate(letters)
        if letter != " "
    ]
