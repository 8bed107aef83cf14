"""Drafts that come from no upload: from nothing, from the example, from an earlier plan."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.enums import Act, Origin, PlanState
from lempu.kernel.plans.models import Activity, Indicator, Plan, Programme, SubActivity
from lempu.kernel.plans.readers.structure import Reading
from lempu.kernel.plans.services import building, editing
from lempu.shared import reference
from lempu.shared.errors import DomainError

EXAMPLE = "examples/luwu-2025"
FIRST_YEAR, LAST_YEAR = 2010, 2100


def require_year(year: int) -> None:
    """Refuse a year no plan can have (``year_unreal``)."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DomainError(
            _("A plan is for a year between %(first)s and %(last)s.")
            % {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)},
            code="year_unreal",
            field="year",
        )


@transaction.atomic
def create_blank(*, office: Office, actor: User, year: int) -> Plan:
    """An empty draft, to be filled in the grid, or the one that waits for it. Refuses ``year_unreal``."""
    require_year(year)
    if begun := _untouched(office, year, Origin.BLANK).first():
        return begun
    plan = Plan.objects.create(
        office=office, year=year, origin=Origin.BLANK, created_by=actor, decree_office=office.name
    )
    _record_drafted(plan, actor, rows=0)
    return plan


@transaction.atomic
def create_from_example(*, office: Office, actor: User, year: int, example: str = EXAMPLE) -> Plan:
    """A draft with the rows of a built-in example, or the one that waits to be changed.

    The decree of the example is another office's and stays out. Refuses ``year_unreal``.
    """
    require_year(year)
    if begun := _untouched(office, year, Origin.EXAMPLE).first():
        return begun
    plan = Plan.objects.create(
        office=office, year=year, origin=Origin.EXAMPLE, created_by=actor, decree_office=office.name
    )
    rows = building.add_rows(plan, Reading.from_json(reference.read(example)))
    _record_drafted(plan, actor, rows=len(rows))
    return plan


@transaction.atomic
def copy_plan(*, source: Plan, actor: User, year: int) -> Plan:
    """A draft for another year with the same rows, keys, expectations, evidence and owners, or the one
    that was copied before and waits to be changed.

    The decree is not copied, since the new year needs its own; months stay as they are. Refuses a
    withdrawn plan (``withdrawn``), the year of the source (``same_year``) and ``year_unreal``.
    """
    require_year(year)
    if source.state == PlanState.WITHDRAWN:
        raise DomainError(_("A withdrawn plan cannot be copied."), code="withdrawn")
    if year == source.year:
        raise DomainError(
            _("The copy needs another year than the plan it is made from."),
            code="same_year",
            field="year",
        )
    keys = set(source.indicators.values_list("key", flat=True))
    for begun in _untouched(source.office, year, Origin.COPY):
        if set(begun.indicators.values_list("key", flat=True)) == keys:
            return begun
    plan = Plan.objects.create(
        office=source.office,
        year=year,
        origin=Origin.COPY,
        created_by=actor,
        decree_office=source.decree_office,
        signatory_name=source.signatory_name,
        signatory_position=source.signatory_position,
    )
    count = copy_rows(source, plan)
    _record_drafted(plan, actor, rows=count, source=source.pk)
    return plan


def _untouched(office: Office, year: int, origin: str) -> QuerySet[Plan]:
    """Drafts of the year that were made like this and not changed since: who presses twice gets one.

    The office is held until the end of the transaction, so of two at the same moment the second finds it.
    """
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    drafts = Plan.objects.filter(office=office, year=year, origin=origin, state=PlanState.DRAFT)
    return drafts.filter(edition=1, amends=None, source_file=None).order_by("pk")


def copy_rows(source: Plan, plan: Plan) -> int:
    """Give an empty draft every row of another plan, with keys and people; how many there were."""
    tree = Plan.objects.with_rows().get(pk=source.pk)
    indicators: list[tuple[Indicator, Indicator]] = []
    for programme in tree.programmes.all():
        new_programme = Programme.objects.create(
            plan=plan,
            position=programme.position,
            number=programme.number,
            name=programme.name,
            area=programme.area,
        )
        for activity in programme.activities.all():
            new_activity = Activity.objects.create(
                programme=new_programme, position=activity.position, name=activity.name
            )
            for sub in activity.sub_activities.all():
                new_sub = SubActivity.objects.create(
                    activity=new_activity,
                    position=sub.position,
                    name=sub.name,
                    parts=list(sub.parts),
                )
                indicators += [(old, _copied(old, plan, new_sub)) for old in sub.indicators.all()]
    Indicator.objects.bulk_create([new for _old, new in indicators])
    copy_people(source, {old.pk: new for old, new in indicators})
    return len(indicators)


#: What a person settled about a row: it goes along wherever the row goes.
SETTINGS = (
    "key", "expectation", "required", "due_rule", "due_day", "is_suggested", "suggestion", "unit_id",
)  # fmt: skip
WORDS = ("position", "order", "code", "text", "months", "extra")


def _copied(old: Indicator, plan: Plan, sub: SubActivity) -> Indicator:
    facts = {name: getattr(old, name) for name in (*WORDS, *SETTINGS)}
    return Indicator(plan=plan, sub_activity=sub, **facts)


def copy_people(source: Plan, rows: dict[int, Indicator]) -> None:
    """Owners and coordinators who still belong to the office keep their rows.

    ``rows`` maps the keys of rows of ``source`` to the rows that go on from them.
    """
    here = source.office.memberships.in_force().values("user")
    tables: tuple[Any, ...] = (Indicator.owners.through, Indicator.coordinators.through)
    for through in tables:
        links = through.objects.filter(
            indicator__plan=source, indicator__in=list(rows), user__in=here, user__is_active=True
        ).values_list("indicator_id", "user_id")
        through.objects.bulk_create(
            through(indicator_id=rows[old].pk, user_id=user) for old, user in links
        )


@transaction.atomic
def withdraw_draft(*, plan: Plan, actor: User, reason: str) -> Plan:
    """Take a draft out of use; nothing is deleted.

    Refuses ``not_draft`` and a missing reason (``reason_required``).
    """
    plan = editing.lock_draft(plan.pk)
    if not reason.strip():
        raise DomainError(
            _("Say why the draft is withdrawn."), code="reason_required", field="reason"
        )
    plan.state = PlanState.WITHDRAWN
    plan.save(update_fields=["state"])
    ledger.record(
        office=plan.office,
        act=Act.WITHDRAWN,
        subject=plan,
        actor=actor,
        year=plan.year,
        reason=reason.strip(),
    )
    return plan


@transaction.atomic
def change_decree(
    *,
    plan: Plan,
    actor: User,
    edition: int,
    year: int,
    number: str = "",
    date: dt.date | None = None,
    place: str = "",
    office: str = "",
    title: str = "",
    signatory_name: str = "",
    signatory_position: str = "",
) -> Plan:
    """Correct year and facts of the decree on a draft.

    Refuses ``not_draft``, ``edition_changed``, ``year_unreal`` and another year on an amendment
    (``year_fixed``).
    """
    require_year(year)
    plan = editing.lock_draft(plan.pk, edition)
    if plan.is_amendment and year != plan.year:
        raise DomainError(
            _("An amendment is for the year of the plan it amends."),
            code="year_fixed",
            field="year",
        )
    facts: dict[str, Any] = {
        "year": year,
        "decree_number": number,
        "decree_date": date,
        "decree_place": place,
        "decree_office": office,
        "decree_title": title,
        "signatory_name": signatory_name,
        "signatory_position": signatory_position,
    }
    changed = {name: value for name, value in facts.items() if getattr(plan, name) != value}
    for name, value in changed.items():
        setattr(plan, name, value)
    plan.save(update_fields=[*facts])
    # Names of people stay out of the ledger; that they changed is enough.
    told = {k: v for k, v in changed.items() if k != "signatory_name"}
    editing.record_edit(plan, actor=actor, change="decree", fields=sorted(changed), values=told)
    return plan


def _record_drafted(plan: Plan, actor: User, *, rows: int, source: int | None = None) -> None:
    ledger.record(
        office=plan.office,
        act=Act.DRAFTED,
        subject=plan,
        actor=actor,
        origin=plan.origin,
        year=plan.year,
        source=source,
        rows=rows,
    )
