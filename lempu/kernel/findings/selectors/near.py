"""Which files have fingerprints near to given ones: by the indexed bands, never by reading all.

Two marks that differ in at most 3 bits share a band of 16; in at most 7, one that differs in one bit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from lempu.kernel.files.models import Mark

BANDS, WIDTH = 4, 16
#: So many bits apart are found by equal bands alone.
EQUAL = BANDS - 1
#: Marks of one look-up that are weighed; more share a band only when they are marks of nothing (white pages).
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Probe:
    """A mark of one's own that is looked for; ``what`` and ``number`` say which it is."""

    bits: str
    what: str
    number: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Near:
    """A mark of another file that is near to a probe."""

    distance: int
    file: int
    kind: str
    number: int
    what: str
    probe: int


def look_up(kind: str, probes: Iterable[Probe], *, bits: int, not_of: int, most: int) -> list[Near]:
    """Marks at most ``bits`` (up to 7) from a probe, the nearest first, each file once; one query."""
    asked = [(int(probe.bits, 16), probe) for probe in probes]
    if not asked:
        return []
    rows = Mark.objects.filter(_bands(kind, [value for value, _probe in asked], bits))
    found: dict[int, Near] = {}
    for file, number, text in rows.values_list("file_id", "number", "bits")[:MOST]:
        if file == not_of:
            continue
        value = int(text, 16)
        for mine, probe in asked:
            distance = (value ^ mine).bit_count()
            if distance <= bits:
                near = Near(distance, file, kind, number, probe.what, probe.number)
                found[file] = min(near, found.get(file, near))
    return sorted(found.values())[:most]


def _bands(kind: str, values: list[int], bits: int) -> Q:
    parts = []
    for band in range(BANDS):
        shift = WIDTH * (BANDS - 1 - band)
        own = {value >> shift & 0xFFFF for value in values}
        near = own if bits <= EQUAL else {part for one in own for part in _one_off(one)}
        parts.append(Q(kind=kind, **{f"band{band}__in": sorted(near)}))
    return reduce(or_, parts)


def _one_off(part: int) -> set[int]:
    return {part, *(part ^ 1 << place for place in range(WIDTH))}
