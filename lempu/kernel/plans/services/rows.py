"""Editing the rows of a draft: ticks, words, expectations."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.plans import suggestions
from lempu.kernel.plans.enums import DueRule, Level
from lempu.kernel.plans.models import Activity, Indicator, Plan, Programme, SubActivity
from lempu.kernel.plans.services import building, editing, findings
from lempu.shared.errors import DomainError

MODELS: dict[Level, Any] = {
    Level.PROGRAMME: Programme,
    Level.ACTIVITY: Activity,
    Level.SUB_ACTIVITY: SubActivity,
    Level.INDICATOR: Indicator,
}


@transaction.atomic
def set_ticks(*, plan: Plan, actor: User, edition: int, months: dict[int, list[int]]) -> Plan:
    """Set the months of some rows, by the keys of their indicators; one act, one entry.

    Nothing is written when nothing differs. Refuses ``not_draft``, ``edition_changed``, a month
    that is none (``month_unreal``) and rows of another plan (``row_unknown``).
    """
    plan = editing.lock_draft(plan.pk, edition)
    wanted = {pk: sorted(set(numbers)) for pk, numbers in months.items()}
    if any(not 1 <= number <= 12 for numbers in wanted.values() for number in numbers):
        raise DomainError(_("A month is a number from 1 to 12."), code="month_unreal")
    rows = {row.pk: row for row in Indicator.objects.filter(plan=plan, pk__in=wanted)}
    if rows.keys() != wanted.keys():
        raise _row_unknown()
    changed = [row for pk, row in rows.items() if row.months != wanted[pk]]
    if not changed:
        return plan
    told = [
        {"row": row.code, "key": str(row.key), "from": row.months, "to": wanted[row.pk]}
        for row in changed
    ]
    for row in changed:
        row.months = wanted[row.pk]
    Indicator.objects.bulk_update(changed, ["months"], batch_size=200)
    findings.settle([row.pk for row in changed])
    editing.record_edit(plan, actor=actor, change="months", rows=told)
    return plan


@transaction.atomic
def set_month(
    *, indicator: Indicator, actor: User, edition: int, month: int, ticked: bool
) -> Indicator:
    """Tick or untick one cell. Refuses what ``set_ticks`` refuses."""
    row = Indicator.objects.select_related("plan").get(pk=indicator.pk)
    months = set(row.months) | {month} if ticked else set(row.months) - {month}
    row.plan = set_ticks(
        plan=row.plan, actor=actor, edition=edition, months={row.pk: sorted(months)}
    )
    row.months = sorted(months)
    return row


@transaction.atomic
def change_text(
    *,
    level: Level,
    pk: int,
    actor: User,
    edition: int,
    text: str,
    parts: list[str] | None = None,
) -> Plan:
    """Set the words of a programme, activity, sub-activity (with its parts) or indicator.

    Refuses ``not_draft``, ``edition_changed`` and empty words (``text_required``).
    """
    node = node_of(level, pk)
    plan = editing.lock_draft(plan_of(node).pk, edition)
    text = " ".join(text.split())
    if not text:
        raise DomainError(
            _("A row cannot be without words. Remove it instead."),
            code="text_required",
            field="text",
        )
    attribute = "text" if level == Level.INDICATOR else "name"
    before = getattr(node, attribute)
    setattr(node, attribute, text)
    fields = [attribute]
    if level == Level.SUB_ACTIVITY and parts is not None:
        node.parts = [" ".join(part.split()) for part in parts if part.strip()]
        fields.append("parts")
    node.save(update_fields=fields)
    if level == Level.INDICATOR:
        findings.settle([node.pk])
    facts = {"parts": node.parts} if "parts" in fields else {}
    editing.record_edit(
        plan,
        actor=actor,
        change="text",
        level=level,
        place=place_of(node),
        before=before,
        after=text,
        **facts,
    )
    return plan


@transaction.atomic
def change_expectation(
    *,
    indicator: Indicator,
    actor: User,
    edition: int,
    expectation: str,
    required: list[str],
    due_rule: str,
    due_day: int | None,
    unit: Any = None,
) -> Indicator:
    """Say what a row asks for, until when and of which sub-division; that confirms it.

    Refuses ``not_draft``, ``edition_changed``, a day that is missing or none (``day_unreal``) and a
    sub-division of another office (``foreign_unit``).
    """
    plan = editing.lock_draft(indicator.plan_id, edition)
    row = Indicator.objects.get(pk=indicator.pk)
    if due_rule == DueRule.NEXT_MONTH_DAY and not 1 <= (due_day or 0) <= 31:
        raise DomainError(
            _("Give the day of the next month, from 1 to 31."), code="day_unreal", field="due_day"
        )
    require_own_unit(plan, unit)
    row.expectation, row.required = expectation, list(dict.fromkeys(required))
    row.due_rule = due_rule
    row.due_day = due_day if due_rule == DueRule.NEXT_MONTH_DAY else None
    row.unit, row.is_suggested = unit, False
    row.save(
        update_fields=["expectation", "required", "due_rule", "due_day", "unit", "is_suggested"]
    )
    editing.record_edit(
        plan,
        actor=actor,
        change="expectation",
        row=row.code,
        key=str(row.key),
        expectation=row.expectation,
        required=row.required,
        due_rule=row.due_rule,
        due_day=row.due_day,
        unit=unit.key if unit else None,
    )
    return row


@transaction.atomic
def accept_suggestions(
    *, plan: Plan, actor: User, edition: int, indicator: Indicator | None = None
) -> Plan:
    """Confirm what the system suggested, on one row or on all that are open.

    Refuses ``not_draft``, ``edition_changed`` and when there is none (``none_suggested``).
    """
    plan = editing.lock_draft(plan.pk, edition)
    open_rows = Indicator.objects.filter(plan=plan, is_suggested=True)
    if indicator is not None:
        open_rows = open_rows.filter(pk=indicator.pk)
    told = list(open_rows.in_order().values_list("code", flat=True))
    if not told:
        raise DomainError(_("There is no suggestion left to confirm."), code="none_suggested")
    open_rows.update(is_suggested=False)
    editing.record_edit(plan, actor=actor, change="suggestions_accepted", rows=told)
    return plan


def suggest_anew(indicator: Indicator) -> None:
    """Put the system's suggestion on a row that was just added (unsaved or saved)."""
    sub = indicator.sub_activity
    words = {
        "programme": sub.activity.programme.name,
        "activity": sub.activity.name,
        "sub_activity": sub.name,
        "indicator": indicator.text,
    }
    building.apply_suggestion(indicator, words)


def required_labels(indicator: Indicator) -> list[str]:
    """The kinds of evidence a row asks for, in words."""
    return [suggestions.kind_label(key) for key in indicator.required]


def node_of(level: Level, pk: int) -> Any:
    above = {
        Level.PROGRAMME: "plan",
        Level.ACTIVITY: "programme__plan",
        Level.SUB_ACTIVITY: "activity__programme__plan",
        Level.INDICATOR: "sub_activity__activity__programme__plan",
    }
    return MODELS[level].objects.select_related(above[level]).get(pk=pk)


def plan_of(node: Any) -> Plan:
    """The plan a row of any level belongs to."""
    while not isinstance(node, Plan):
        node = parent_of(node)
    return node


def parent_of(node: Any) -> Any:
    """The row above: indicator, sub-activity, activity, programme, plan."""
    if isinstance(node, Indicator):
        return node.sub_activity
    if isinstance(node, SubActivity):
        return node.activity
    return node.programme if isinstance(node, Activity) else node.plan


def place_of(node: Any) -> str:
    """Where a row stands, in numbers: "7", "7.2", "7.2.1" or the code of an indicator."""
    if isinstance(node, Indicator):
        return node.code
    if isinstance(node, Programme):
        return str(node.number)
    return f"{place_of(parent_of(node))}.{node.position}"


def require_own_unit(plan: Plan, unit: Any) -> None:
    """Refuse a sub-division of another office (``foreign_unit``)."""
    if unit is not None and unit.office_id != plan.office_id:
        raise DomainError(
            _("That sub-division belongs to another office."), code="foreign_unit", field="unit"
        )


def _row_unknown() -> DomainError:
    return DomainError(
        _("A row of the grid is gone. Load the page again; nothing was changed."),
        code="row_unknown",
    )
