"""Adding, moving and removing rows of a draft at any level."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.plans import suggestions
from lempu.kernel.plans.enums import Level
from lempu.kernel.plans.models import Activity, Indicator, Plan, Programme, SubActivity
from lempu.kernel.plans.services import editing, numbering, rows
from lempu.shared.errors import DomainError

#: A place after every other until rows are numbered anew.
LAST = 30000
PATHS: dict[type, str] = {
    Indicator: "pk",
    SubActivity: "sub_activity",
    Activity: "sub_activity__activity",
    Programme: "sub_activity__activity__programme",
}


@transaction.atomic
def add_row(
    *,
    plan: Plan,
    actor: User,
    edition: int,
    programme: str,
    activity: str,
    sub_activity: str,
    indicator: str,
) -> Indicator:
    """Add a whole new programme down to its first indicator.

    Refuses ``not_draft``, ``edition_changed`` and empty words (``text_required``).
    """
    plan = editing.lock_draft(plan.pk, edition)
    name = _words(programme, "programme")
    top = Programme.objects.create(
        plan=plan, position=LAST, number=0, name=name, area=suggestions.area_of(name) or ""
    )
    return _grow(plan, top, actor, [activity, sub_activity, indicator])


@transaction.atomic
def add_below(*, level: Level, pk: int, actor: User, edition: int, words: list[str]) -> Indicator:
    """Add a row at the end of a programme, activity or sub-activity.

    ``words`` name the new levels from there down: for a programme the activity, the sub-activity and
    the indicator; for an activity the last two; for a sub-activity the indicator. Refuses
    ``not_draft``, ``edition_changed`` and ``text_required``.
    """
    parent = rows.node_of(level, pk)
    plan = editing.lock_draft(rows.plan_of(parent).pk, edition)
    return _grow(plan, parent, actor, words)


def _grow(plan: Plan, parent: Any, actor: User, words: list[str]) -> Indicator:
    node = parent
    below: dict[type, Any] = {Programme: Activity, Activity: SubActivity}
    names = ["activity", "sub_activity", "indicator"][-len(words) :]
    for name, text in zip(names[:-1], words[:-1], strict=True):
        model = below[type(node)]
        link = {"programme" if model is Activity else "activity": node}
        node = model.objects.create(position=LAST, name=_words(text, name), **link)
    indicator = Indicator(
        plan=plan, sub_activity=node, position=LAST, text=_words(words[-1], "indicator"), months=[]
    )
    rows.suggest_anew(indicator)
    indicator.save()
    numbering.renumber(plan, programmes_too=isinstance(parent, Programme) and not parent.number)
    indicator.refresh_from_db()
    editing.record_edit(
        plan,
        actor=actor,
        change="row_added",
        row=indicator.code,
        key=str(indicator.key),
        words=[text.strip() for text in words],
    )
    return indicator


def _words(text: str, field: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise DomainError(_("Write the words of the row first."), code="text_required", field=field)
    return text


@transaction.atomic
def move(*, level: Level, pk: int, actor: User, edition: int, up: bool) -> Plan:
    """Move a row one place up or down among its siblings; codes are made again.

    An indicator that stands alone in its sub-activity moves with it. Refuses ``not_draft``,
    ``edition_changed`` and a row at the end already (``at_the_end``).
    """
    node = rows.node_of(level, pk)
    plan = editing.lock_draft(rows.plan_of(node).pk, edition)
    if isinstance(node, Indicator) and _siblings(node).count() == 1:
        node = node.sub_activity
    before = rows.place_of(node)
    other = _neighbour(node, up=up)
    if other is None:
        raise DomainError(
            _("The row stands at the end already. Nothing was changed."), code="at_the_end"
        )
    node.position, other.position = other.position, node.position
    node.save(update_fields=["position"])
    other.save(update_fields=["position"])
    numbering.renumber(plan, programmes_too=isinstance(node, Programme))
    editing.record_edit(plan, actor=actor, change="row_moved", level=level, place=before, up=up)
    return plan


def _siblings(node: Any) -> Any:
    if isinstance(node, Indicator):
        return node.sub_activity.indicators.all()
    if isinstance(node, SubActivity):
        return node.activity.sub_activities.all()
    return (
        node.programme.activities.all()
        if isinstance(node, Activity)
        else node.plan.programmes.all()
    )


def _neighbour(node: Any, *, up: bool) -> Any:
    if up:
        return _siblings(node).filter(position__lt=node.position).order_by("-position").first()
    return _siblings(node).filter(position__gt=node.position).order_by("position").first()


@transaction.atomic
def remove(*, level: Level, pk: int, actor: User, edition: int) -> Plan:
    """Take a row out of a draft, with all below it and whatever above it is left empty.

    The ledger keeps its words. Refuses ``not_draft`` and ``edition_changed``.
    """
    node = rows.node_of(level, pk)
    plan = editing.lock_draft(rows.plan_of(node).pk, edition)
    told = {"place": rows.place_of(node), "words": _own_words(node), "rows": _below(node)}
    while True:
        parent, alone = rows.parent_of(node), _siblings(node).count() == 1
        if isinstance(parent, Plan) or not alone:
            break
        node = parent
    was_programme = isinstance(node, Programme)
    node.delete()
    numbering.renumber(plan, programmes_too=was_programme)
    editing.record_edit(plan, actor=actor, change="row_removed", level=level, **told)
    return plan


def goes_with(node: Any) -> list[Indicator]:
    """The indicators that go when a row is removed, for the page that asks."""
    return list(Indicator.objects.filter(**{PATHS[type(node)]: node.pk}).in_order())


def _own_words(node: Any) -> str:
    return str(node.text if isinstance(node, Indicator) else node.name)


def _below(node: Any) -> list[dict[str, Any]]:
    return [
        {"key": str(row.key), "text": row.text, "months": row.months} for row in goes_with(node)
    ]
