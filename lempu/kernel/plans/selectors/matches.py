"""The rows of an amending decree beside those in force: which goes on, which is new, which ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from lempu.kernel.plans.enums import Choice, Extent
from lempu.kernel.plans.models import Import, Indicator, Plan
from lempu.kernel.plans.readers import merging
from lempu.kernel.plans.readers.matching import Match, match_rows
from lempu.kernel.plans.readers.structure import Programme, Reading, Row, walk
from lempu.kernel.plans.selectors import as_reading, rows_of

#: An annex that has fewer of the rows in force than this most likely lists only what changes.
MOST: Final = 0.6


@dataclass(frozen=True, slots=True)
class Base:
    """The plan in force: its tree, and its rows in the order of ``walk``."""

    plan: Plan
    programmes: list[Programme]
    rows: list[Indicator]

    @property
    def places(self) -> dict[str, int]:
        return {str(row.key): place for place, row in enumerate(self.rows)}

    @property
    def walked(self) -> list[Row]:
        return list(walk(self.programmes))


@dataclass(frozen=True, slots=True)
class Matches:
    """As it is kept on the import. Rows that were read are told by their place, those in force by key.

    ``rows`` has one match for every row read; ``fixed`` is what a person said of a row ("" is: it is
    new), ``ends`` what they said of a row in force. ``extent`` is a proposal until ``is_told``.
    """

    rows: list[Match] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    fixed: dict[int, str] = field(default_factory=dict)
    ends: dict[str, bool] = field(default_factory=dict)
    extent: Extent = Extent.WHOLE
    is_told: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "rows": [
                [key, match.score, match.is_close]
                for key, match in zip(self.keys, self.rows, strict=True)
            ],
            "fixed": {str(place): key for place, key in self.fixed.items()},
            "ends": self.ends,
            "extent": self.extent.value,
            "is_told": self.is_told,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any], base: Base) -> "Matches":
        places = base.places
        rows = data.get("rows", [])
        return cls(
            rows=[Match(places.get(key), score, close) for key, score, close in rows],
            keys=[key for key, _score, _close in rows],
            fixed={int(place): key for place, key in data.get("fixed", {}).items()},
            ends=dict(data.get("ends", {})),
            extent=Extent(data.get("extent", Extent.WHOLE)),
            is_told=bool(data.get("is_told")),
        )

    @property
    def pairs(self) -> dict[int, int]:
        """Places of rows read -> places of the rows in force they go on from."""
        return {place: m.old for place, m in enumerate(self.rows) if m.old is not None}

    @property
    def doubtful(self) -> list[int]:
        """Rows read whose match a person must confirm or correct."""
        return [p for p, match in enumerate(self.rows) if match.is_doubtful and p not in self.fixed]

    def unread(self, base: Base) -> list[int]:
        """Places of rows in force that the decree does not have."""
        found = set(self.pairs.values())
        return [place for place in range(len(base.rows)) if place not in found]

    def is_ending(self, row: Indicator) -> bool:
        """Whether a row that the decree does not have ends."""
        return self.ends.get(str(row.key), self.extent == Extent.WHOLE)

    def is_undecided(self, base: Base) -> bool:
        """Whether a person has yet to say what the annex is: it decides which rows end."""
        return not self.is_told and bool(self.unread(base))


def base_of(plan: Plan) -> Base:
    """The plan in force, in six queries whatever its size."""
    programmes = [Programme.from_json(item) for item in as_reading(plan)["programmes"]]
    return Base(plan, programmes, rows_of(plan))


def reading_of(imported: Import) -> Reading:
    """What was read, with the months a person chose on the dry run."""
    reading = Reading.from_json(imported.reading or {})
    rows = {row.code: row.indicator for row in walk(reading.programmes)}
    for place, answer in imported.decisions.items():
        row = rows.get(reading.findings[int(place)].row or "")
        if row is not None and answer["choice"] == Choice.ALL_MONTHS:
            row.months = tuple(range(1, 13))
        if row is not None and answer["choice"] == Choice.CHOOSE_MONTHS:
            row.months = tuple(sorted(answer["months"]))
    return reading


def propose(reading: Reading, base: Base, said: Matches) -> Matches:
    """Match anew around what a person said; the extent is proposed until they said that too."""
    places, keys = base.places, [str(row.key) for row in base.rows]
    fixed = {place: places.get(key) if key else None for place, key in said.fixed.items()}
    rows = match_rows(base.walked, list(walk(reading.programmes)), fixed)
    found = replace(
        said,
        rows=rows,
        keys=[keys[match.old] if match.old is not None else "" for match in rows],
    )
    if found.is_told:
        return found
    is_whole = len(found.pairs) >= MOST * len(base.rows)
    return replace(found, extent=Extent.WHOLE if is_whole else Extent.PART)


def merged_of(reading: Reading, base: Base, matches: Matches) -> merging.Merged:
    """The plan as it will be once the decree holds."""
    unread = matches.unread(base)
    ending = [place for place in unread if matches.is_ending(base.rows[place])]
    if matches.extent == Extent.PART:
        return merging.merge_part(base.programmes, reading.programmes, matches.pairs, ending)
    kept = [place for place in unread if place not in set(ending)]
    return merging.merge_whole(base.programmes, reading.programmes, matches.pairs, kept)
