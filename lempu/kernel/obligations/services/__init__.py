"""Obligations come from an enacted plan; here they are made and stated as not carried out."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import services as ledger
from lempu.kernel.obligations import selectors
from lempu.kernel.obligations.enums import DONE, Act, State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.plans import selectors as plan_selectors
from lempu.kernel.plans.enums import Act as PlanAct
from lempu.kernel.plans.enums import PlanState, Severity
from lempu.kernel.plans.models import Indicator, Plan
from lempu.shared.errors import DomainError
from lempu.shared.periods import Month, today


def lock(obligation: Obligation) -> Obligation:
    """The row as it is now, held until the transaction ends.

    Refuses one that an amendment withdrew (``withdrawn_by_amendment``). The lock comes first and alone:
    an amendment that was waited for may have carried the obligation to another plan and row.
    """
    Obligation.objects.select_for_update().only("pk").get(pk=obligation.pk)
    row = Obligation.objects.select_related("office", "indicator", "plan").get(pk=obligation.pk)
    if row.state == State.WITHDRAWN:
        raise DomainError(
            _(
                "An amendment of the plan has withdrawn this obligation. Nobody owes it any more; "
                "nothing was changed."
            ),
            code="withdrawn_by_amendment",
        )
    return row


@transaction.atomic
def enact_plan(*, plan: Plan, actor: User, edition: int) -> Plan:
    """Lock a draft and make one obligation for every tick of it.

    ``edition`` is the edition of the draft the person had before their eyes. Refuses a plan that
    is no draft any more (``not_draft``), one that changed meanwhile (``edition_changed``), one
    without a tick (``no_ticks``), open findings that must be decided (``undecided``) and a second
    plan of the same year (``year_taken``). Of two people who enact at once, one is refused and
    nothing is made twice.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("office").get(pk=plan.pk)
    require_draft(plan, edition)
    _require_free_year(plan)
    require_complete(plan)
    plan.state = PlanState.ENACTED
    plan.enacted_by, plan.enacted_at = actor, timezone.now()
    try:
        with transaction.atomic():
            plan.save(update_fields=["state", "enacted_by", "enacted_at"])
    except IntegrityError as error:
        raise _year_taken(plan) from error
    count = _make_obligations(plan)
    ledger.record(
        office=plan.office,
        act=PlanAct.ENACTED,
        subject=plan,
        actor=actor,
        year=plan.year,
        decree=plan.decree_number,
        obligations=count,
        rows=plan_selectors.fingerprint(plan),
    )
    return plan


def require_draft(plan: Plan, edition: int) -> None:
    """Refuse a plan that is no draft (``not_draft``) or not the edition seen (``edition_changed``)."""
    if plan.state != PlanState.DRAFT:
        raise DomainError(
            _("Somebody has enacted or withdrawn this plan already. You need not repeat anything."),
            code="not_draft",
        )
    if plan.edition != edition:
        raise DomainError(
            _("The plan was changed while you were reading. Look at it again, then enact it."),
            code="edition_changed",
        )


def require_complete(plan: Plan) -> None:
    """Refuse open findings that must be decided (``undecided``) and a plan of no tick (``no_ticks``)."""
    if plan.findings.filter(severity=Severity.MUST, decision="").exists():
        raise DomainError(
            _("Some rows must be decided before the plan can be enacted."), code="undecided"
        )
    if not any(months for months in plan.indicators.values_list("months", flat=True)):
        raise DomainError(_("The plan has no tick yet. Tick at least one month."), code="no_ticks")


def _require_free_year(plan: Plan) -> None:
    """Refuse a plan of a year that has one (``year_taken``), and an amendment (``is_amendment``)."""
    if plan.is_amendment:
        raise DomainError(
            _("This draft amends a plan. Enact it from its own page."), code="is_amendment"
        )
    if Plan.objects.enacted().filter(office=plan.office, year=plan.year).exists():
        raise _year_taken(plan)


def _year_taken(plan: Plan) -> DomainError:
    return DomainError(
        _(
            "Your office has an enacted plan for %(year)s already; it is changed by an amendment. "
            "This draft is kept."
        )
        % {"year": plan.year},
        code="year_taken",
    )


def _make_obligations(plan: Plan) -> int:
    made = [
        obligation_of(plan, indicator, Month(plan.year, number))
        for indicator in Indicator.objects.filter(plan=plan)
        for number in indicator.months
    ]
    Obligation.objects.bulk_create(made)
    return len(made)


def obligation_of(plan: Plan, indicator: Indicator, month: Month) -> Obligation:
    """What one tick asks for, not saved yet."""
    return Obligation(
        office_id=plan.office_id,
        plan=plan,
        indicator=indicator,
        year=month.year,
        month=month.number,
        begins_on=month.first,
        due_on=selectors.due_date(office=plan.office, indicator=indicator, month=month),
    )


@transaction.atomic
def state_undone(*, obligation: Obligation, actor: User, reason: str) -> Obligation:
    """State that what a month asked for was not carried out, and why.

    Refuses before the due date (``not_due_yet``), without a reason (``reason_required``), when proof
    waits for review (``already_submitted``) and when it was accepted (``already_done``). Proof that
    comes later is still taken and stays marked late.
    """
    obligation = lock(obligation)
    if not reason.strip():
        raise DomainError(
            _("Say why it was not carried out."), code="reason_required", field="reason"
        )
    if obligation.state in DONE:
        raise DomainError(_("This obligation is done already."), code="already_done")
    if obligation.state == State.SUBMITTED:
        raise DomainError(
            _("Proof of this obligation waits for review. Withdraw it first."),
            code="already_submitted",
        )
    if today(obligation.office.timezone) <= obligation.due_on:
        raise DomainError(
            _("It is not due yet. Until then proof can still be sent."), code="not_due_yet"
        )
    obligation.state = State.UNDONE
    obligation.undone_reason = reason.strip()
    obligation.undone_by = actor
    obligation.save(update_fields=["state", "undone_reason", "undone_by"])
    ledger.record(
        office=obligation.office,
        act=Act.UNDONE,
        subject=obligation,
        actor=actor,
        reason=reason.strip(),
    )
    return obligation
