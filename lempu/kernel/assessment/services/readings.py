"""Readings of the scores: derived and of no person's making, so the ledger does not note them."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from lempu.kernel.assessment.enums import Stage
from lempu.kernel.assessment.models import Assessment, Reading
from lempu.kernel.assessment.selectors import scores_of
from lempu.kernel.assessment.selectors.facts import facts_of
from lempu.shared.periods import today

#: After these nothing changes any more.
SETTLED = (Stage.NOT_PROPOSED, Stage.AWARDED, Stage.NOT_AWARDED, Stage.REVOKED)


def take_reading(assessment: Assessment, day: dt.date | None = None) -> Reading:
    """Keep what the assessment scores on a day; taken again it stands in the earlier one's place."""
    day = day or today(assessment.office.timezone)
    scores = scores_of(assessment, facts=facts_of(assessment, day))
    held = {
        name: [
            sum(test.holds for test in scores.verified.tests() if test.predicate == name),
            sum(test.predicate == name for test in scores.verified.tests()),
        ]
        for name in assessment.instrument.predicates
    }
    row, _created = Reading.objects.update_or_create(
        assessment=assessment,
        day=day,
        defaults={
            "claimed": _kept(scores.claimed.total),
            "verified": _kept(scores.verified.total),
            "forecast": _kept(scores.forecast.total),
            "held": held,
            "answered": scores.answered,
        },
    )
    return row


def take_readings() -> int:
    """Read every assessment that is not settled; returns how many."""
    rows = Assessment.objects.exclude(stage__in=SETTLED).select_related("office")
    return len([take_reading(row) for row in rows.iterator(chunk_size=200)])


def _kept(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
