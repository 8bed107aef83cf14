"""What a reader looks for: the parts and items of a sheet, without the rest of the instrument."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Item:
    """A question or a line of results. ``kind`` says how it is answered: *yes*, *letter* or *number*."""

    key: str
    text: str
    kind: str
    counts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-area with its questions in their order; ``weight`` in points."""

    key: str
    aspect: str
    area: str
    name: str
    weight: float
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """A whole sheet. ``regulations`` are numbers and years it rests on, as "90/2021"."""

    parts: tuple[Part, ...] = ()
    results: tuple[Item, ...] = ()
    regulations: tuple[str, ...] = ()
    by_key: Mapping[str, Item] = field(default_factory=dict)

    @classmethod
    def of(
        cls, parts: tuple[Part, ...], results: tuple[Item, ...], regulations: tuple[str, ...]
    ) -> "Expected":
        items = [item for part in parts for item in part.items]
        return cls(parts, results, regulations, {each.key: each for each in (*items, *results)})

    def area_weights(self, area: str) -> dict[str, float]:
        """Aspect -> points of an area."""
        found: dict[str, float] = {}
        for part in self.parts:
            if part.area == area:
                found[part.aspect] = found.get(part.aspect, 0.0) + part.weight
        return found
