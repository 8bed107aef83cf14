"""Enacting an amendment: what was proved stays, what goes on is carried over, the rest is withdrawn."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import services as ledger
from lempu.kernel.obligations.enums import Fate, Past, State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.selectors.fates import Change, MonthFate, change_by
from lempu.kernel.obligations.services import obligation_of, require_complete, require_draft
from lempu.kernel.plans import selectors as plan_selectors
from lempu.kernel.plans.enums import Act, PlanState
from lempu.kernel.plans.models import Indicator, Plan
from lempu.shared.errors import DomainError
from lempu.shared.periods import Month


@transaction.atomic
def enact_amendment(*, plan: Plan, actor: User, edition: int, past: str = "") -> Plan:
    """Put a new version in force in the place of the one it amends.

    ``edition`` is the edition of the draft the person had before their eyes; ``past`` (``enums.Past``)
    says what becomes of new ticks in months before the decree's. Refuses ``not_draft``,
    ``edition_changed``, ``not_amendment``, a version replaced meanwhile (``superseded``), a decree
    without number or date (``decree_missing``) or file (``file_missing``), one that is the amended
    decree itself (``same_decree``) or older (``decree_older``), ``undecided``, ``no_ticks``, a draft that
    changes nothing (``nothing_changed``) and past ticks nobody decided on (``past_undecided``).

    An obligation that has proof, or anything offered as proof, is never taken away.
    """
    base, plan = _held(plan, edition)
    _require_lawful(base, plan)
    require_complete(plan)
    # Whoever proves something now has done so before this line, or waits until all is carried over.
    list(Obligation.objects.select_for_update().filter(plan=base).order_by("pk").only("pk"))
    plan.amends = base
    change = change_by(plan)
    if change.difference.is_empty:
        raise DomainError(
            _("This amendment changes nothing yet. Change a row, a month or a word first."),
            code="nothing_changed",
        )
    if change.past and past not in Past.values:
        raise DomainError(
            _("Choose what becomes of the ticks in months before the decree."),
            code="past_undecided",
            field="past",
        )
    _supersede(base, plan, actor)
    made = _apply(plan, change, past)
    _record(plan, base, actor, change, made, past)
    return plan


def _held(plan: Plan, edition: int) -> tuple[Plan, Plan]:
    """The plan in force and the draft, both locked, in this order everywhere."""
    rows = Plan.objects.select_for_update(of=("self",)).select_related("office")
    if plan.amends_id is None:
        raise DomainError(_("This draft amends no plan."), code="not_amendment")
    base = rows.get(pk=plan.amends_id)
    plan = rows.get(pk=plan.pk)
    require_draft(plan, edition)
    if base.state != PlanState.ENACTED:
        raise DomainError(
            _("The plan that this draft amends is not in force any more. Nothing was changed."),
            code="superseded",
        )
    return base, plan


def _require_lawful(base: Plan, plan: Plan) -> None:
    if not (plan.decree_number and plan.decree_date):
        raise DomainError(
            _("An amendment needs the number and the date of the amending decree."),
            code="decree_missing",
        )
    if plan.source_file_id is None:
        raise DomainError(_("Attach the file of the amending decree first."), code="file_missing")
    if (plan.decree_number, plan.decree_date) == (base.decree_number, base.decree_date):
        raise DomainError(
            _("This is the decree that is being amended. Give number and date of the new one."),
            code="same_decree",
        )
    if base.decree_date and plan.decree_date < base.decree_date:
        raise DomainError(
            _("The amending decree is dated before the one it amends. Check the date."),
            code="decree_older",
        )


def _supersede(base: Plan, plan: Plan, actor: User) -> None:
    """The constraint allows one plan in force: the old one goes first."""
    base.state = PlanState.SUPERSEDED
    base.save(update_fields=["state"])
    plan.state = PlanState.ENACTED
    plan.enacted_by, plan.enacted_at = actor, timezone.now()
    plan.save(update_fields=["state", "enacted_by", "enacted_at"])


def _apply(plan: Plan, change: Change, past: str) -> int:
    """Give every obligation its place in the new version; how many were made."""
    settled: list[Obligation] = []
    made: list[Obligation] = []
    for fates in change.rows:
        for month in fates.months:
            if month.obligation is not None:
                settled.append(_settled(month, plan, fates.row.new))
            elif fates.row.new and (month.fate == Fate.NEW or past == Past.MAKE):
                made.append(obligation_of(plan, fates.row.new, Month(plan.year, month.month)))
    fields = ["plan", "indicator", "due_on", "state", "was_late"]
    Obligation.objects.bulk_update(settled, fields, batch_size=100)
    Obligation.objects.bulk_create(made)
    return len(made)


def _settled(month: MonthFate, plan: Plan, row: Indicator | None) -> Obligation:
    """The obligation with its fate. What is withdrawn stays with the version that asked for it, and
    keeps the mark of having been late."""
    obligation = month.obligation
    assert obligation is not None  # the caller asked
    if month.fate == Fate.WITHDRAWN:
        obligation.was_late = month.was_overdue  # asks the state, so before it changes
        obligation.state = State.WITHDRAWN
        return obligation
    obligation.plan = plan
    if row is not None:
        obligation.indicator = row
    obligation.due_on = month.due_on or obligation.due_on
    return obligation


def _record(plan: Plan, base: Plan, actor: User, change: Change, made: int, past: str) -> None:
    withdrawn = [month.obligation for _row, month in change.of(Fate.WITHDRAWN)]
    kept = [month.obligation for _row, month in change.of(Fate.KEPT, Fate.KEPT_OPEN)]
    ledger.record(
        office=plan.office,
        act=Act.AMENDED,
        subject=plan,
        actor=actor,
        year=plan.year,
        version=plan.version,
        amends=base.pk,
        decree=plan.decree_number,
        amended_decree=base.decree_number,
        difference=change.difference.summary(),
        obligations={
            "carried": change.counts[Fate.CARRIED] + change.counts[Fate.DUE_MOVED],
            "kept": [row.pk for row in kept if row],
            "withdrawn": [row.pk for row in withdrawn if row],
            "made": made,
            "past": past if change.past else "",
        },
        rows=plan_selectors.fingerprint(plan),
    )
