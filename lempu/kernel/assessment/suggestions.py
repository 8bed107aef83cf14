"""What the records suggest as an answer: rules over plain facts, each with the numbers it came from.

The rules are data (``lke-suggestions.json``); nothing here decides for anybody. A suggestion stands
beside the human answer, which is a signed statement, and never in its place.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from lempu.shared import reference


@dataclass(frozen=True, slots=True)
class Cell:
    """One month of one row: what became of it by now. ``day`` is when its proof was handed in."""

    pk: int
    row: str
    month: int
    is_accepted: bool
    is_over: bool
    is_lost: bool = False
    day: dt.date | None = None
    has_survey: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What the system knows of one office and year on one day.

    ``cells`` are all ticks of the plan, ``of_item`` those of the rows that feed a question;
    ``evaluations`` are quarters whose evaluation a leader signed or whose monev meeting is closed.
    """

    year: int
    day: dt.date
    cells: Sequence[Cell] = ()
    of_item: Mapping[str, Sequence[Cell]] = field(default_factory=dict)
    evaluations: frozenset[int] = frozenset()
    follow_ups: int = 0
    followed: int = 0

    @property
    def ended(self) -> int:
        """How many months of the year have ended."""
        if self.day.year != self.year:
            return 12 if self.day.year > self.year else 0
        return self.day.month - 1

    def at_year_end(self) -> "Facts":
        """As if everything that is still owed this year were done and accepted by December."""
        last = dt.date(self.year + 1, 1, 1)
        done = {cell.pk: _finished(cell) for cell in self.cells}
        return replace(
            self,
            day=max(self.day, last),
            cells=list(done.values()),
            of_item={item: [done[c.pk] for c in cells] for item, cells in self.of_item.items()},
            evaluations=frozenset(range(1, 5)) if self.day < last else self.evaluations,
            followed=self.follow_ups,
        )


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An answer the records speak for; ``cells`` are the records, ``months`` those that have one."""

    item: str
    value: str
    words: str
    cells: Sequence[Cell] = ()
    months: frozenset[int] | None = None


def _finished(cell: Cell) -> Cell:
    return cell if cell.is_lost else replace(cell, is_accepted=True, is_over=True)


def suggest(facts: Facts) -> dict[str, Suggestion]:
    """Every suggestion the facts allow, by question. A rule without facts says nothing."""
    found = {}
    for record in reference.read("lke-suggestions")["rules"]:
        made = RULES[record["rule"]](facts, record)
        if made is not None:
            found[record["item"]] = made
    return found


def _accepted(cells: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in cells if cell.is_accepted]


def _document(facts: Facts, record: Mapping[str, Any]) -> Suggestion | None:
    """An accepted proof in a row that feeds the question: yes."""
    cells = facts.of_item.get(record["item"], ())
    if not cells:
        return None
    kept = _accepted(cells)
    words = _("%(count)s accepted proofs in the rows that feed this question.") % {
        "count": len(kept)
    }
    return Suggestion(record["item"], "Ya" if kept else "Tidak", words, kept)


def _realised(facts: Facts, record: Mapping[str, Any]) -> Suggestion | None:
    """Realised against planned, of the months that have ended."""
    planned = [cell for cell in facts.cells if cell.is_over]
    if not planned:
        return None
    kept = _accepted(planned)
    words = _("%(done)s of %(planned)s planned months that have ended are accepted.") % {
        "done": len(kept),
        "planned": len(planned),
    }
    return Suggestion(record["item"], _by_share(len(kept), len(planned)), words)


def _by_share(done: int, planned: int) -> str:
    """All, most, some or none (S4). *Most* begins at a share that is data."""
    share = Fraction(done, planned)
    if share == 1:
        return "A"
    if share >= Fraction(reference.read("lke-suggestions")["most"]):
        return "B"
    return "C" if share > 0 else "D"


def _evaluations(facts: Facts, record: Mapping[str, Any]) -> Suggestion | None:
    """Quarters with a signed evaluation or a closed monev meeting: every one that ended, some, or none."""
    ended = facts.ended // 3
    if not ended:
        return None
    signed = len([quarter for quarter in facts.evaluations if quarter <= ended])
    words = _(
        "%(signed)s of %(ended)s quarters have an evaluation signed by the leader or a closed monev meeting."
    ) % {
        "signed": signed,
        "ended": ended,
    }
    value = "A" if signed >= ended else "B" if signed else "D"
    return Suggestion(record["item"], value, words)


def _follow_ups(facts: Facts, record: Mapping[str, Any]) -> Suggestion | None:
    if not facts.follow_ups:
        return None
    words = _("%(done)s of %(all)s recommendations are finished and checked.") % {
        "done": facts.followed,
        "all": facts.follow_ups,
    }
    return Suggestion(record["item"], _by_share(facts.followed, facts.follow_ups), words)


def _measured(facts: Facts, record: Mapping[str, Any]) -> Suggestion | None:
    """How regularly something is measured: every month, quarter, half-year, once, or not at all."""
    cells = facts.of_item.get(record["item"], ())
    if not cells or not facts.ended:
        return None
    kept = _accepted(cells)
    months = {cell.month for cell in kept if cell.month <= facts.ended}
    words = _("%(done)s of %(ended)s ended months have an accepted measurement.") % {
        "done": len(months),
        "ended": facts.ended,
    }
    value = next(
        (name for name, span in (("A", 1), ("B", 3), ("C", 6)) if _covers(months, facts, span)),
        "D" if months else "E",
    )
    return Suggestion(record["item"], value, words, kept, frozenset(months))


def _covers(months: set[int], facts: Facts, span: int) -> bool:
    """Whether every period of so many months that has ended holds one of the months."""
    periods = facts.ended // span
    return bool(periods) and all(
        months & set(range(n * span + 1, n * span + span + 1)) for n in range(periods)
    )


def _regular(facts: Facts, record: Mapping[str, Any]) -> Suggestion | None:
    """Regular, irregular or never; how often is *regular* is data."""
    cells = facts.of_item.get(record["item"], ())
    if not cells:
        return None
    kept = _accepted(cells)
    months = {cell.month for cell in kept}
    words = _("Accepted proof in %(count)s months.") % {"count": len(months)}
    regular = int(reference.read("lke-suggestions")["regular"])
    value = "A" if len(months) >= regular else "B" if months else "C"
    return Suggestion(record["item"], value, words, kept, frozenset(months))


def _in_time(facts: Facts, record: Mapping[str, Any]) -> Suggestion | None:
    """Handed in by a day of the year that is data."""
    cells = facts.of_item.get(record["item"], ())
    month, day = (int(part) for part in record["until"].split("-"))
    until = dt.date(facts.year, month, day)
    kept = [cell for cell in _accepted(cells) if cell.day is not None]
    if not cells or (not kept and facts.day <= until):
        return None
    first = min((cell.day for cell in kept if cell.day), default=None)
    if first is None:
        words = _("Nothing was accepted by %(until)s.") % {"until": until.isoformat()}
        return Suggestion(record["item"], "Tidak", words)
    words = _("Handed in on %(day)s; the last day is %(until)s.") % {
        "day": first.isoformat(),
        "until": until.isoformat(),
    }
    return Suggestion(record["item"], "Ya" if first <= until else "Tidak", words, kept)


def _surveys(facts: Facts, record: Mapping[str, Any]) -> Suggestion | None:
    """Quarters with an accepted survey: four, three, two, one or none."""
    cells = facts.of_item.get(record["item"], ())
    if not cells:
        return None
    kept = [cell for cell in _accepted(cells) if cell.has_survey]
    quarters = {(cell.month - 1) // 3 for cell in kept}
    words = _("Accepted surveys in %(count)s quarters of the year.") % {"count": len(quarters)}
    return Suggestion(record["item"], "EDCBA"[len(quarters)], words, kept)


RULES: dict[str, Callable[[Facts, Mapping[str, Any]], Suggestion | None]] = {
    "document": _document,
    "realised": _realised,
    "evaluations": _evaluations,
    "follow_ups": _follow_ups,
    "measured": _measured,
    "regular": _regular,
    "in_time": _in_time,
    "surveys": _surveys,
}
