"""How many obligations are where, as numbers that can be added up."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from lempu.kernel.home.selectors.cockpit import RISK
from lempu.kernel.obligations.enums import DONE, State

#: From these shares on a sign is one quarter fuller.
QUARTERS = (50, 75, 90)


@dataclass(slots=True)
class Figures:
    """Counts of obligations on one day.

    ``done`` is accepted or nothing to report; ``late`` is open past its due date; ``at_risk`` is open
    and due within the days of ``RISK``. ``fell_due`` is what had to be done before that day,
    ``kept`` what of it is done, ``kept_late`` what of that came after its due date.
    """

    total: int = 0
    done: int = 0
    waiting: int = 0
    returned: int = 0
    undone: int = 0
    late: int = 0
    at_risk: int = 0
    fell_due: int = 0
    kept: int = 0
    kept_late: int = 0

    def count(self, number: int, state: str, due_on: dt.date, day: dt.date, *, late: bool) -> None:
        """Add ``number`` obligations of one state and due date."""
        self.total += number
        is_past = due_on < day
        if is_past:
            self.fell_due += number
        if state in DONE:
            self.done += number
            if is_past:
                self.kept += number
                self.kept_late += number if late else 0
        elif state == State.OPEN:
            if is_past:
                self.late += number
            elif due_on <= day + RISK:
                self.at_risk += number
        elif state == State.SUBMITTED:
            self.waiting += number
        elif state == State.RETURNED:
            self.returned += number
        else:
            self.undone += number

    @property
    def numbers(self) -> list[int]:
        """The counts in the order of the fields, as they are kept in a tally."""
        return [
            self.total, self.done, self.waiting, self.returned, self.undone,
            self.late, self.at_risk, self.fell_due, self.kept, self.kept_late,
        ]  # fmt: skip

    @property
    def untouched(self) -> bool:
        """Nothing was sent or stated of any of them."""
        return not (self.done or self.waiting or self.returned or self.undone)

    @property
    def percent(self) -> int | None:
        """Done of the total, rounded down, so that 100 means all; None of nothing."""
        return self.done * 100 // self.total if self.total else None

    @property
    def kept_percent(self) -> int | None:
        """What the ranking goes by: done of what had to be done by now, rounded down."""
        return self.kept * 100 // self.fell_due if self.fell_due else None

    @property
    def level(self) -> int:
        """How full the sign of ``kept_percent`` is, 1 to 4; 0 where nothing had to be done yet."""
        return _level(self.kept_percent)

    @property
    def done_level(self) -> int:
        return _level(self.percent)


def _level(percent: int | None) -> int:
    return 0 if percent is None else 1 + sum(percent >= limit for limit in QUARTERS)


def total_of(parts: Iterable[Figures]) -> Figures:
    """The sum; of nothing, nothing."""
    columns = zip(*(part.numbers for part in parts), strict=True)
    return Figures(*map(sum, columns))
