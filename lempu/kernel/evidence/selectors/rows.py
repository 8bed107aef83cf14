"""Which rows and months stand beside an obligation, and which a person can prove."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from lempu.kernel.evidence.rules import proves_every_row, proving_units
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation, ObligationQuerySet
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.enums import Expectation
from lempu.shared.periods import today


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The same row in its other months."""

    previous: Obligation | None
    following: Obligation | None
    all: list[Obligation]


def neighbours(obligation: Obligation) -> Neighbours:
    """The months of the row beside this one; one query."""
    row = list(
        Obligation.objects.filter(indicator=obligation.indicator_id)
        .annotate(pieces=Count("evidence", filter=Q(evidence__withdrawn_at=None)))
        .order_by("year", "month")
    )
    place = next(n for n, other in enumerate(row) if other.pk == obligation.pk)
    return Neighbours(
        previous=row[place - 1] if place else None,
        following=row[place + 1] if place + 1 < len(row) else None,
        all=row,
    )


def reusable(obligation: Obligation, months: Neighbours) -> list[Obligation]:
    """Earlier months whose proof this one may point at: only on rows that ask for it once."""
    if obligation.indicator.expectation != Expectation.ONCE:
        return []
    return [
        other
        for other in reversed(months.all)
        if (other.year, other.month) < (obligation.year, obligation.month) and other.pieces  # type: ignore[attr-defined]
    ]


def provable_by(user: Any, office: Office) -> ObligationQuerySet:
    """The obligations of an office that the person may prove (see ``rules.may_offer``)."""
    rows = Obligation.objects.counted().filter(office=office)
    if proves_every_row(user, office.pk):
        return rows
    nobodys = Q(indicator__owners=None, indicator__unit=None)
    mine = Q(indicator__owners=user) | Q(indicator__unit__in=proving_units(user, office.pk))
    return rows.filter(mine | nobodys).distinct()


def open_for(user: Any, office: Office) -> ObligationQuerySet:
    """What the person still owes and can send now: returned first, then by due date."""
    rows = provable_by(user, office).filter(
        Q(state=State.RETURNED) | Q(state=State.OPEN, begins_on__lte=today())
    )
    return rows.for_listing().order_by("due_on", "indicator__order")
