"""Who sent proof is told what was decided."""

import datetime as dt

from lempu.kernel.notices.enums import Kind
from lempu.kernel.notices.models import Notice
from lempu.kernel.notices.services.telling import tell
from lempu.kernel.reviews.models import Decision

#: How far back decisions are looked at, so that a timer that stood still leaves no gap.
LOOKED_BACK = dt.timedelta(days=14)


def tell_decisions(now: dt.datetime) -> int:
    """Tell every decision that can no longer be undone, once; how many were new."""
    recent = (
        Decision.objects.filter(decided_at__gte=now - LOOKED_BACK, undone_at=None)
        .select_related("submission__submitted_by", "submission__obligation", "submission__office")
        .order_by("pk")
    )
    told = set(
        Notice.objects.filter(
            made_at__gte=now - LOOKED_BACK, kind__in=[Kind.RETURNED, Kind.ACCEPTED]
        ).values_list("key", flat=True)
    )
    fresh = [
        decision
        for decision in recent
        if f"decision:{decision.pk}" not in told and _stands(decision, now)
    ]
    return sum(_tell(decision) is not None for decision in fresh)


def _tell(decision: Decision) -> Notice | None:
    submission = decision.submission
    return tell(
        user=submission.submitted_by,
        office=submission.office,
        kind=Kind.ACCEPTED if decision.accepted else Kind.RETURNED,
        key=f"decision:{decision.pk}",
        obligation=submission.obligation,
        **({} if decision.accepted else {"reason": decision.reason[:300]}),
    )


def _stands(decision: Decision, now: dt.datetime) -> bool:
    seconds = decision.submission.office.undo_seconds
    return decision.decided_at + dt.timedelta(seconds=seconds) <= now
