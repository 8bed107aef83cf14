"""The nation as tiles, roughly where the provinces lie on the map."""

from dataclasses import dataclass

from lempu.kernel.oversight.selectors.board import Line
from lempu.shared import reference


@dataclass(frozen=True, slots=True)
class Tile:
    """A province in the grid of tiles; ``column`` and ``row`` count from 1."""

    line: Line
    short: str
    column: int
    row: int


def tiles_of(lines: list[Line]) -> list[Tile]:
    """A tile for every line that the data knows a place of, from north-west on."""
    places = {tile["code"]: tile for tile in reference.read("tiles")["tiles"]}
    found = [
        Tile(line, place["short"], place["column"], place["row"])
        for line in lines
        if (place := places.get(line.office.code))
    ]
    return sorted(found, key=lambda tile: (tile.row, tile.column))
