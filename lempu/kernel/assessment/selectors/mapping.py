"""Which rows of the plan feed which questions: decided by people, else guessed by their words."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from lempu.kernel.assessment.models import Assessment, RowMap
from lempu.kernel.assessment.scoring import Instrument
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.models import Indicator, Plan
from lempu.kernel.plans.selectors.versions import in_force
from lempu.kernel.plans.suggestions import suggest


@dataclass(frozen=True, slots=True)
class Mapped:
    """A row of the plan with the questions it feeds; ``is_decided`` when a person said so."""

    row: Indicator
    items: tuple[str, ...]
    is_decided: bool


def plan_of(assessment: Assessment) -> Plan | None:
    """The plan in force of the assessment's year."""
    return in_force(assessment.office, assessment.year)


def mapped_rows(plan: Plan | None, instrument: Instrument) -> list[Mapped]:
    """Every row of the plan in its order, with what it feeds; two queries.

    Questions that this instrument does not have are left out.
    """
    if plan is None:
        return []
    rows = list(Indicator.objects.filter(plan=plan).with_place().in_order())
    decided = decisions_of(plan.office, (row.key for row in rows))
    return [_mapped(row, decided, instrument) for row in rows]


def decisions_of(office: Office, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    rows = RowMap.objects.filter(office=office, row_key__in=list(keys))
    return dict(rows.values_list("row_key", "items"))


def guess(row: Indicator) -> tuple[str, ...]:
    """What the words of a row say it can feed. Needs ``with_place``."""
    sub = row.sub_activity
    said = suggest(sub.activity.programme.name, sub.activity.name, sub.name, row.text, row.months)
    return said.lke


def by_item(rows: Iterable[Mapped]) -> dict[str, list[Indicator]]:
    """The rows that feed each question."""
    found: dict[str, list[Indicator]] = defaultdict(list)
    for mapped in rows:
        for item in mapped.items:
            found[item].append(mapped.row)
    return found


def _mapped(row: Indicator, decided: dict[uuid.UUID, list[str]], instrument: Instrument) -> Mapped:
    items = decided[row.key] if row.key in decided else guess(row)
    known = tuple(item for item in items if item in instrument.questions)
    return Mapped(row, known, row.key in decided)
