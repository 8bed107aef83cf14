"""What two versions of a plan have not in common, row by row, in words a person can read.

Rows are followed by their ``key``. The levels above have none: a programme, activity or sub-activity
is held to be the same when most of its rows went there and most of that one's rows came from it.
"""

import difflib
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lempu.kernel.plans import suggestions
from lempu.kernel.plans.enums import DueRule, Expectation
from lempu.kernel.plans.models import Indicator, Plan
from lempu.kernel.plans.readers.structure import letters
from lempu.kernel.plans.selectors import rows_of

WORDS = re.compile(r"\s+|[^\s]+")
SAME, OUT, IN = "same", "del", "ins"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text; ``mark`` is same, del or ins."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """Words that changed; ``label`` says whose they are ("Activity", "Indicator")."""

    label: str | Promise
    before: str
    after: str

    @property
    def pieces(self) -> list[Piece]:
        return pieces_of(self.before, self.after)


@dataclass(slots=True)
class RowDifference:
    """One row in both versions; ``old`` is None where it was added, ``new`` where it ended."""

    old: Indicator | None
    new: Indicator | None
    is_moved: bool = False
    texts: list[TextChange] = field(default_factory=list)

    @property
    def row(self) -> Indicator:
        """The row as it is now; as it was, where it ended."""
        found = self.new or self.old
        assert found is not None  # a row stands in one of the two
        return found

    @property
    def key(self) -> str:
        return str(self.row.key)

    @property
    def months_added(self) -> list[int]:
        return sorted(_months(self.new) - _months(self.old))

    @property
    def months_removed(self) -> list[int]:
        return sorted(_months(self.old) - _months(self.new))

    @property
    def is_added(self) -> bool:
        return self.old is None

    @property
    def is_ended(self) -> bool:
        return self.new is None

    @property
    def has_months(self) -> bool:
        return bool(self.months_added or self.months_removed)

    @property
    def is_changed(self) -> bool:
        both = self.old is not None and self.new is not None
        return both and bool(self.texts or self.has_months)

    @property
    def is_same(self) -> bool:
        return not (self.is_added or self.is_ended or self.is_moved or self.is_changed)


@dataclass(frozen=True, slots=True)
class Difference:
    """``rows`` in the order of the new version, ended ones after it; ``headings`` are the levels above."""

    old: Plan
    new: Plan
    rows: list[RowDifference]
    headings: list[TextChange]

    @property
    def touched(self) -> list[RowDifference]:
        return [row for row in self.rows if not row.is_same]

    @property
    def added(self) -> list[RowDifference]:
        return [row for row in self.rows if row.is_added]

    @property
    def ended(self) -> list[RowDifference]:
        return [row for row in self.rows if row.is_ended]

    @property
    def moved(self) -> list[RowDifference]:
        return [row for row in self.rows if row.is_moved]

    @property
    def changed(self) -> list[RowDifference]:
        return [row for row in self.rows if row.is_changed]

    @property
    def months_added(self) -> int:
        return sum(len(row.months_added) for row in self.rows)

    @property
    def months_removed(self) -> int:
        return sum(len(row.months_removed) for row in self.rows)

    @property
    def is_empty(self) -> bool:
        return not (self.touched or self.headings)

    def summary(self) -> dict[str, Any]:
        """The difference for the ledger: rows by key, with their months."""
        return {
            "added": [{"key": row.key, "row": row.row.code} for row in self.added],
            "ended": [{"key": row.key, "row": row.row.code} for row in self.ended],
            "moved": [row.key for row in self.moved],
            "words": [row.key for row in self.rows if row.texts],
            "headings": len(self.headings),
            "months": [
                {"key": row.key, "added": row.months_added, "removed": row.months_removed}
                for row in self.rows
                if row.has_months
            ],
        }


def difference_of(old: Plan, new: Plan) -> Difference:
    """What ``new`` changes of ``old``; two queries whatever their size."""
    return difference_between(old, new, rows_of(old), rows_of(new))


def difference_between(
    old: Plan, new: Plan, before: list[Indicator], after: list[Indicator]
) -> Difference:
    """The same of rows at hand, each with its place; those of ``new`` need not be saved."""
    was = {row.key: row for row in before}
    here = {row.key for row in after}
    pairs = [(was[row.key], row) for row in after if row.key in was]
    moved = _moved(pairs)
    rows = [
        RowDifference(was.get(row.key), row, row.key in moved, _texts(was.get(row.key), row))
        for row in after
    ]
    rows += [RowDifference(row, None) for row in before if row.key not in here]
    return Difference(old, new, rows, _headings(pairs))


def pieces_of(before: str, after: str) -> list[Piece]:
    """Two texts as one, word by word: what stays, what goes, what comes."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    found: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece(SAME, "".join(old[a:b])))
            continue
        if a < b:
            found.append(Piece(OUT, "".join(old[a:b])))
        if c < d:
            found.append(Piece(IN, "".join(new[c:d])))
    return found


def _months(row: Indicator | None) -> set[int]:
    return set(row.months) if row else set()


Pair = tuple[Indicator, Indicator]
SUB_ACTIVITY = _("Sub-activity")
LEVELS: tuple[tuple[str | Promise, Callable[[Indicator], Any]], ...] = (
    (_("Programme"), lambda row: row.sub_activity.activity.programme),
    (_("Activity"), lambda row: row.sub_activity.activity),
    (SUB_ACTIVITY, lambda row: row.sub_activity),
)


def _matched(pairs: list[Pair], level: Callable[[Indicator], Any]) -> dict[int, int]:
    """Which node of the old version is which of the new one, by their rows."""
    shared = Counter((level(old).pk, level(new).pk) for old, new in pairs)
    forth: dict[int, int] = {}
    back: dict[int, int] = {}
    for (old, new), _count in shared.most_common():
        forth.setdefault(old, new)
        back.setdefault(new, old)
    return {old: new for old, new in forth.items() if back[new] == old}


def _headings(pairs: list[Pair]) -> list[TextChange]:
    """Words of the levels above that changed, each once."""
    found: list[TextChange] = []
    for label, level in LEVELS:
        matched, seen = _matched(pairs, level), set()
        for old, new in pairs:
            before, after = level(old), level(new)
            if after.pk in seen or matched.get(before.pk) != after.pk:
                continue
            seen.add(after.pk)
            if words_of(before) != words_of(after):
                found.append(TextChange(label, words_of(before), words_of(after)))
    return found


def words_of(node: Any) -> str:
    parts = getattr(node, "parts", [])
    return "; ".join([node.name, *(f"{letters(n)}. {part}" for n, part in enumerate(parts))])


def _moved(pairs: list[Pair]) -> set[Any]:
    """Rows that stand under another heading now, or before rows they stood after."""
    elsewhere = {
        new.key
        for _label, level in LEVELS
        for matched in [_matched(pairs, level)]
        for old, new in pairs
        if matched.get(level(old).pk) != level(new).pk
    }
    in_place = sorted(
        ((old, new) for old, new in pairs if new.key not in elsewhere),
        key=lambda pair: pair[0].order,
    )
    kept = _longest_rise([new.order for _old, new in in_place])
    return elsewhere | {new.key for _old, new in in_place if new.order not in kept}


def _longest_rise(numbers: list[int]) -> set[int]:
    """The longest part of a list that only rises: those who kept their places."""
    tops: list[int] = []
    chains: list[tuple[int, Any]] = []
    for number in numbers:
        place = bisect_left(tops, number)
        link = (number, chains[place - 1] if place else None)
        if place == len(tops):
            tops.append(number)
            chains.append(link)
        else:
            tops[place], chains[place] = number, link
    kept: set[int] = set()
    chain = chains[-1] if chains else None
    while chain is not None:
        kept.add(chain[0])
        chain = chain[1]
    return kept


def _texts(old: Indicator | None, new: Indicator) -> list[TextChange]:
    """What a row that goes on says otherwise: its words, further columns, what it asks for and when."""
    if old is None:
        return []
    told = [
        TextChange(_("Indicator"), old.text, new.text),
        TextChange(_("What a tick asks for"), _expectation(old), _expectation(new)),
        TextChange(_("Evidence asked for"), _required(old), _required(new)),
        TextChange(_("Due"), _due(old), _due(new)),
        TextChange(_("Sub-division"), _unit(old), _unit(new)),
        *(
            TextChange(column, str(old.extra.get(column, "")), str(new.extra.get(column, "")))
            for column in {**old.extra, **new.extra}
        ),
    ]
    return [change for change in told if change.before != change.after]


def _expectation(row: Indicator) -> str:
    return str(Expectation(row.expectation).label)


def _required(row: Indicator) -> str:
    return ", ".join(suggestions.kind_label(key) for key in row.required)


def _due(row: Indicator) -> str:
    rule = DueRule(row.due_rule)
    return f"{rule.label} ({row.due_day})" if rule == DueRule.NEXT_MONTH_DAY else str(rule.label)


def _unit(row: Indicator) -> str:
    return row.unit.name if row.unit else ""
