"""The dry run of an amending decree: every row that was read beside the row in force it goes on from."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from lempu.kernel.plans.models import Import, Indicator, Plan
from lempu.kernel.plans.readers.matching import SURE, Match, similarity
from lempu.kernel.plans.readers.structure import Reading, walk
from lempu.kernel.plans.selectors.difference import (
    IN,
    OUT,
    SAME,
    SUB_ACTIVITY,
    Difference,
    Piece,
    RowDifference,
    TextChange,
    difference_between,
    pieces_of,
    words_of,
)
from lempu.kernel.plans.selectors.matches import Base, Matches, base_of, reading_of
from lempu.kernel.plans.services import matching
from lempu.kernel.plans.tables.dry_run import Month, Verdict, day_of, strip, verdicts_of

#: From here on two rows have all but the same words.
NEARLY_SAME = 95


@dataclass(frozen=True, slots=True)
class Side:
    """A row in one of the two versions; ``pieces`` mark what the other one says otherwise."""

    row: Indicator
    sub_activity: list[Piece]
    text: list[Piece]
    months: list[Month]


@dataclass(slots=True)
class Line:
    """One row of the page. ``place`` is that of the row read; None where the decree does not have it."""

    row: RowDifference
    code: str = ""
    place: int | None = None
    match: Match | None = None
    is_said: bool = False
    verdicts: list[Verdict] = field(default_factory=list)

    @property
    def is_reworded(self) -> bool:
        """Whether its sub-activity has other words now: that is told of the level above too."""
        old, new = self.row.old, self.row.new
        return bool(old and new and words_of(old.sub_activity) != words_of(new.sub_activity))

    @property
    def is_same(self) -> bool:
        return self.row.is_same and not self.is_reworded

    @property
    def is_doubtful(self) -> bool:
        return bool(self.match and self.match.is_doubtful and not self.is_said)

    @property
    def is_open(self) -> bool:
        return self.is_doubtful or any(verdict.is_open for verdict in self.verdicts)

    @property
    def sureness(self) -> str:
        """same, nearly, likely or doubtful: how sure the match is."""
        score = self.match.score if self.match else 0
        if (self.match and self.match.is_close) or score < SURE * 100:
            return "doubtful"
        return "same" if score == 100 else "nearly" if score >= NEARLY_SAME else "likely"

    @property
    def new(self) -> Side | None:
        return self._side(self.row.new, IN)

    @property
    def old(self) -> Side | None:
        return self._side(self.row.old, OUT)

    def _side(self, row: Indicator | None, mark: str) -> Side | None:
        if row is None:
            return None
        old, new = self.row.old or row, self.row.new or row
        changed = self.row.months_added if mark == IN else self.row.months_removed
        look = "in" if mark == IN else "out"
        months = strip(row.months)
        if self.row.old and self.row.new:
            months = [
                Month(m.number, m.name, look if m.number in changed else m.look) for m in months
            ]
        kept = {SAME, mark}
        return Side(
            row,
            [
                p
                for p in pieces_of(words_of(old.sub_activity), words_of(new.sub_activity))
                if p.mark in kept
            ],
            [p for p in pieces_of(old.text, new.text) if p.mark in kept],
            months,
        )


@dataclass(slots=True)
class AmendmentRun:
    """The whole page."""

    reading: Reading
    base: Base
    matches: Matches
    difference: Difference
    document: list[Verdict]
    rows: list[Line]

    @property
    def plan(self) -> Plan:
        return self.base.plan

    @property
    def day(self) -> dt.date | None:
        return day_of(self.reading)

    @property
    def doubtful(self) -> list[Line]:
        return [line for line in self.rows if line.is_doubtful]

    @property
    def undecided(self) -> list[Line]:
        return [line for line in self.rows if line.is_open]

    @property
    def touched(self) -> list[Line]:
        return [line for line in self.rows if not line.is_same or line.is_open]

    @property
    def with_findings(self) -> list[Line]:
        return [line for line in self.rows if line.verdicts]

    @property
    def unread(self) -> list[Line]:
        """Rows in force that the decree does not have."""
        return [line for line in self.rows if line.place is None]

    @property
    def headings(self) -> list[TextChange]:
        """Words of programmes and activities that change; those of sub-activities stand with their rows."""
        return [change for change in self.difference.headings if change.label != SUB_ACTIVITY]

    @property
    def same(self) -> int:
        return sum(line.is_same for line in self.rows)

    @property
    def is_undecided(self) -> bool:
        """Whether a person has yet to say what the annex is."""
        return self.matches.is_undecided(self.base)

    @property
    def is_ready(self) -> bool:
        return not (self.doubtful or self.is_undecided)

    @property
    def is_same_decree(self) -> bool:
        """Whether this is the decree in force itself."""
        decree = self.reading.decree
        return bool(decree.number) and (decree.number, self.day) == (
            self.plan.decree_number,
            self.plan.decree_date,
        )

    @property
    def is_older(self) -> bool:
        return bool(self.day and self.plan.decree_date and self.day < self.plan.decree_date)

    @property
    def is_other_year(self) -> bool:
        return bool(self.day and self.day.year != self.plan.year)

    def shown(self, name: str) -> list[Line]:
        if name == "semua":
            return self.rows
        if name == "putuskan":
            return self.undecided
        return self.with_findings if name == "temuan" else self.touched


def amendment_run_of(imported: Import) -> AmendmentRun:
    """The page of a reading that amends; in a constant number of queries. Needs ``amends``."""
    assert imported.amends is not None  # the caller asked
    reading, base = reading_of(imported), base_of(imported.amends)
    matches = Matches.from_json(imported.matches, base)
    plan = Plan(office_id=imported.office_id, year=base.plan.year, amends=base.plan)
    outcome = matching.outcome_of(plan, reading, base, matches)
    _number(outcome.tree)
    difference = difference_between(base.plan, plan, base.rows, outcome.tree.indicators)
    verdicts: dict[str, list[Verdict]] = {}
    for verdict in verdicts_of(imported):
        verdicts.setdefault(verdict.row, []).append(verdict)
    codes = [row.code for row in walk(reading.programmes)]
    read = {id(row): place for place, row in outcome.by_reading.items()}
    rows = []
    for row in difference.rows:
        place = read.get(id(row.new))
        if place is None:
            rows.append(Line(row))
            continue
        code, match = codes[place], matches.rows[place]
        said = place in matches.fixed
        rows.append(Line(row, code, place, match, said, verdicts.pop(code, [])))
    document = [verdict for rest in verdicts.values() for verdict in rest]
    return AmendmentRun(reading, base, matches, difference, document, rows)


def _number(tree: Any) -> None:
    """Keys of their own for rows that are not saved, so that they can be told apart."""
    levels = (tree.programmes, tree.activities, tree.sub_activities, tree.indicators)
    for nodes in levels:
        for number, node in enumerate(nodes, 1):
            node.pk = -number


@dataclass(frozen=True, slots=True)
class Target:
    """A row in force that a row read may go on from; ``taken_by`` is the code of the row that has it."""

    row: Indicator
    score: int
    taken_by: str


def targets_of(run: AmendmentRun, place: int) -> list[Target]:
    """Every row in force, the most alike first."""
    read = list(walk(run.reading.programmes))
    by = {old: read[new].code for new, old in run.matches.pairs.items() if new != place}
    found = [
        Target(row, round(similarity(old, read[place]) * 100), by.get(number, ""))
        for number, (row, old) in enumerate(zip(run.base.rows, run.base.walked, strict=True))
    ]
    return sorted(found, key=lambda target: (-target.score, target.row.order))
