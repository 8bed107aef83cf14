"""Whether a date fits, and what automatic checks noticed: a warning with its reason, never a verdict."""

import datetime as dt
from collections import defaultdict
from typing import Any

from lempu.kernel.evidence.registry import Notice, notices_of
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.plans.enums import Expectation


def span_of(obligation: Obligation) -> tuple[dt.date, dt.date]:
    """The days that proof of an obligation may speak of.

    From the first day of the month until its due date, which a report may lawfully carry.
    """
    return obligation.begins_on, max(obligation.due_on, obligation.period.last)


def is_dated_outside(obligation: Obligation, day: dt.date | None) -> bool:
    """Whether a document's date lies outside what the tick asks for.

    A row that asks for one document ever takes any date.
    """
    if day is None or obligation.indicator.expectation == Expectation.ONCE:
        return False
    first, last = span_of(obligation)
    return not first <= day <= last


def findings_of(obligation: Obligation, user: Any) -> dict[int | None, list[Notice]]:
    """What was noticed, by the key of the version it speaks of; under None what is about the whole."""
    found: dict[int | None, list[Notice]] = defaultdict(list)
    for notice in notices_of(obligation, user):
        found[notice.version].append(notice)
    return dict(found)
