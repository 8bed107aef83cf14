"""A person confirms which measures feed a row, and how much is asked of them."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import services as ledger
from lempu.kernel.plans.enums import Act, PlanState
from lempu.kernel.plans.models import Binding, Indicator, Plan
from lempu.kernel.plans.registry.measures import measure_of
from lempu.kernel.plans.selectors.bindings import bindings_of, proposals_of
from lempu.shared.errors import DomainError


@transaction.atomic
def bind_row(*, indicator: Indicator, actor: User, targets: dict[str, Decimal]) -> list[Binding]:
    """The row is fed by exactly these measures, each with the least it asks for in a month.

    Refuses a plan that is neither draft nor in force (``not_in_use``), a measure nobody registered
    (``unknown_measure``) and a target that asks for nothing (``target_unreal``). Nothing changed writes
    nothing. What was bound before ends; its readings and reports stay.
    """
    plan = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("office")
        .get(pk=indicator.plan_id)
    )
    if plan.state not in (PlanState.DRAFT, PlanState.ENACTED):
        raise DomainError(_("This version of the plan is not in use any more."), code="not_in_use")
    _require_sound(targets)
    before = {each.measure: each for each in bindings_of(indicator)}
    same = {
        key for key, target in targets.items() if key in before and before[key].target == target
    }
    if same == set(targets) == set(before):
        return list(before.values())
    reasons = {each.measure.key: each.reason for each in proposals_of(indicator)}
    ended = [each.pk for key, each in before.items() if key not in same]
    Binding.objects.filter(pk__in=ended).update(ended_at=timezone.now())
    for key in sorted(set(targets) - same):
        Binding.objects.create(
            office=plan.office,
            row_key=indicator.key,
            measure=key,
            target=targets[key],
            reason=reasons.get(key, ""),
            confirmed_by=actor,
        )
    ledger.record(
        office=plan.office,
        act=Act.BOUND,
        subject=indicator,
        actor=actor,
        row=indicator.code,
        measures={key: str(target) for key, target in targets.items()},
        before={key: str(each.target) for key, each in before.items()},
    )
    return bindings_of(indicator)


def _require_sound(targets: dict[str, Decimal]) -> None:
    for key, target in targets.items():
        if measure_of(key) is None:
            raise DomainError(_("There is no such measure."), code="unknown_measure")
        if not 0 < target < Decimal(1_000_000):
            raise DomainError(
                _("A target is more than nothing."), code="target_unreal", field=f"target_{key}"
            )
