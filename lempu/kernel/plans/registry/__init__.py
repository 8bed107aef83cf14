"""What rooms above add to the pages of plans: further ways to begin one, and how many obligations a
version counts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office
    from lempu.kernel.plans.models import Plan


@dataclass(frozen=True, slots=True)
class Way:
    """A way to begin, in words, with the page it leads to."""

    title: str
    note: str
    url: str
    action: str


Collect: TypeAlias = "Callable[[User, Office], list[Way]]"

_ways: list[Collect] = []


def register(collect: Collect) -> Collect:
    """Decorator for a function that says which ways a person has in an office."""
    _ways.append(collect)
    return collect


@dataclass(frozen=True, slots=True)
class Standing:
    """What a version in force counts: ``asked`` for by its ticks, ``former`` asked for by an earlier one
    and proved before it ended.
    """

    asked: int
    former: int

    @property
    def total(self) -> int:
        return self.asked + self.former


Count: TypeAlias = "Callable[[Plan], Standing]"

_counts: list[Count] = []


def register_count(count: Count) -> Count:
    """Decorator for the one function that counts the obligations of a version."""
    _counts[:] = [count]
    return count


def standing_of(plan: "Plan") -> Standing | None:
    """None where no room counts."""
    return _counts[0](plan) if _counts else None


def ways_of(user: "User", office: "Office") -> list[Way]:
    return [way for collect in _ways for way in collect(user, office)]
