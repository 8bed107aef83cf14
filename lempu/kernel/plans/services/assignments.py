"""Who owns a row and who coordinates it; may change while the year is being lived."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices import selectors as offices
from lempu.kernel.plans.enums import Act, PlanState
from lempu.kernel.plans.models import Indicator, Plan
from lempu.kernel.plans.services import editing
from lempu.kernel.plans.services.rows import require_own_unit
from lempu.shared.errors import DomainError


@transaction.atomic
def set_owners(
    *,
    indicator: Indicator,
    actor: User,
    owners: list[User],
    coordinators: list[User],
    unit: Any = None,
) -> Indicator:
    """Say who owes a row and who coordinates it; also after the plan was enacted.

    Refuses a withdrawn plan (``withdrawn``), people who do not belong to the office
    (``foreign_person``) and a sub-division of another office (``foreign_unit``).
    """
    plan = editing.lock(indicator.plan_id)
    _require_in_use(plan)
    _require_own_people(plan, [*owners, *coordinators])
    require_own_unit(plan, unit)
    row = Indicator.objects.get(pk=indicator.pk)
    _assign(row, owners, coordinators, unit)
    _record(plan, actor, row, owners, coordinators, unit)
    return row


@transaction.atomic
def set_owners_of_many(
    *, plan: Plan, actor: User, indicators: list[Indicator], owners: list[User]
) -> int:
    """Give several rows of one plan the same owners; one entry per row. Refuses as ``set_owners``."""
    plan = editing.lock(plan.pk)
    _require_in_use(plan)
    _require_own_people(plan, owners)
    rows = Indicator.objects.filter(plan=plan, pk__in=[row.pk for row in indicators])
    for row in rows.select_related("unit").prefetch_related("coordinators"):
        coordinators = list(row.coordinators.all())
        row.owners.set(owners)
        _record(plan, actor, row, owners, coordinators, row.unit)
    return len(rows)


def _require_in_use(plan: Plan) -> None:
    if plan.state == PlanState.WITHDRAWN:
        raise DomainError(
            _("This plan was withdrawn, so nobody can be given its rows."), code="withdrawn"
        )


def _require_own_people(plan: Plan, people: list[User]) -> None:
    here = set(offices.people_of(plan.office).values_list("pk", flat=True))
    if any(person.pk not in here for person in people):
        raise DomainError(
            _("One of these people does not belong to this office any more. Nothing was changed."),
            code="foreign_person",
            field="owners",
        )


def _assign(row: Indicator, owners: list[User], coordinators: list[User], unit: Any) -> None:
    row.unit = unit
    row.save(update_fields=["unit"])
    row.owners.set(owners)
    row.coordinators.set(coordinators)


def _record(
    plan: Plan, actor: User, row: Indicator, owners: list[User], coordinators: list[User], unit: Any
) -> None:
    ledger.record(
        office=plan.office,
        act=Act.ASSIGNED,
        subject=row,
        actor=actor,
        row=row.code,
        owners=sorted(person.pk for person in owners),
        coordinators=sorted(person.pk for person in coordinators),
        unit=unit.key if unit else None,
    )
