"""The offices below one, for those who observe them."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from lempu.kernel.home.selectors.cockpit import RISK
from lempu.kernel.obligations.enums import DONE, State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.offices.models import Office, OfficeQuerySet

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


@dataclass(frozen=True, slots=True)
class Standing:
    """One office below in one year; ``total`` is 0 where no plan was enacted."""

    office: Office
    total: int = 0
    done: int = 0
    late: int = 0
    returned: int = 0
    at_risk: int = 0


def offices_below(user: "User", office: Office) -> OfficeQuerySet:
    """Offices under ``office`` that the person may see, in tree order."""
    return Office.objects.visible_to(user).below(office).order_by("path")


def standings(offices: list[Office], year: int, day: dt.date) -> list[Standing]:
    """How the given offices stand; one query."""
    counts = _counts(offices, year, day)
    return [Standing(office, **counts.get(office.pk, {})) for office in offices]


_COUNTED = ("total", "done", "late", "returned", "at_risk")


def _counts(offices: list[Office], year: int, day: dt.date) -> dict[int, dict[str, int]]:
    open_ = Q(state=State.OPEN)
    rows = (
        Obligation.objects.filter(office__in=[office.pk for office in offices], year=year)
        .values("office_id")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(state__in=DONE)),
            late=Count("pk", filter=open_ & Q(due_on__lt=day)),
            returned=Count("pk", filter=Q(state=State.RETURNED)),
            at_risk=Count("pk", filter=open_ & Q(due_on__range=(day, day + RISK))),
        )
        .values_list("office_id", *_COUNTED)
    )
    return {office_id: dict(zip(_COUNTED, counts, strict=True)) for office_id, *counts in rows}
