"""A month ends."""

from collections import Counter

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.closing.enums import Act
from lempu.kernel.closing.models import MonthClose
from lempu.kernel.ledger import services as ledger
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.services import state_undone
from lempu.kernel.plans.enums import PlanState
from lempu.kernel.plans.models import Plan
from lempu.shared.errors import DomainError
from lempu.shared.periods import today


@transaction.atomic
def close_month(*, plan: Plan, month: int, actor: User, reasons: dict[int, str]) -> MonthClose:
    """Close a month; ``reasons`` maps obligations without proof to why they were not carried out.

    Refuses a version that is not in force (``not_in_force``), a month closed already
    (``closed_already``), one in which something is not due yet
    (``not_due_yet``) and open obligations without a reason (``reasons_missing``): then nothing of
    it is kept half-way. Submitted and returned proof may go on; it does not hold the month up.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("office").get(pk=plan.pk)
    if plan.state != PlanState.ENACTED:
        raise DomainError(
            _("The plan was amended meanwhile. Open the month again from the version in force."),
            code="not_in_force",
        )
    if MonthClose.objects.of_year(plan).filter(month=month).exists():
        raise DomainError(_("This month is closed already."), code="closed_already")
    rows = (
        Obligation.objects.counted().select_for_update(of=("self",)).filter(plan=plan, month=month)
    )
    obligations = list(rows.select_related("indicator", "office"))
    if any(o.due_on >= today(plan.office.timezone) for o in obligations) or not obligations:
        raise DomainError(_("Not everything of this month is due yet."), code="not_due_yet")
    unproved = [o for o in obligations if o.state == State.OPEN]
    silent = [o.indicator.code for o in unproved if not reasons.get(o.pk, "").strip()]
    if silent:
        raise DomainError(
            _("A reason is missing for: %(rows)s.") % {"rows": ", ".join(silent)},
            code="reasons_missing",
        )
    for obligation in unproved:
        state_undone(obligation=obligation, actor=actor, reason=reasons[obligation.pk])
    states = Obligation.objects.counted().filter(plan=plan, month=month)
    counts = dict(Counter(states.values_list("state", flat=True)))
    closed = MonthClose.objects.create(
        office=plan.office, plan=plan, month=month, closed_by=actor, counts=counts
    )
    ledger.record(
        office=plan.office, act=Act.CLOSED, subject=plan, actor=actor, month=month, counts=counts
    )
    return closed
