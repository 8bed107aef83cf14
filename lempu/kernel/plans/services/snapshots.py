"""A plan as content that outlives it: taken from one office, made into a draft of another."""

from typing import Any

from django.db import transaction

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.enums import Act, Origin
from lempu.kernel.plans.models import Activity, Indicator, Plan, Programme, SubActivity
from lempu.kernel.plans.services.drafts import require_year

#: What of a row is the plan's own; people and sub-divisions are the office's.
ROW = (
    "position", "order", "code", "text", "months", "extra", "expectation", "required",
    "due_rule", "due_day",
)  # fmt: skip


def take(plan: Plan) -> dict[str, Any]:
    """The rows of a plan with all that a coordinator decided on them, without people or decree."""
    tree = Plan.objects.with_rows().get(pk=plan.pk)
    return {"programmes": [_programme(programme) for programme in tree.programmes.all()]}


def _programme(programme: Programme) -> dict[str, Any]:
    return {
        "position": programme.position,
        "number": programme.number,
        "name": programme.name,
        "area": programme.area,
        "activities": [
            {
                "position": a.position,
                "name": a.name,
                "subs": [_sub(s) for s in a.sub_activities.all()],
            }
            for a in programme.activities.all()
        ],
    }


def _sub(sub: SubActivity) -> dict[str, Any]:
    rows = [
        {"key": str(row.key)} | {name: getattr(row, name) for name in ROW}
        for row in sub.indicators.all()
    ]
    return {"position": sub.position, "name": sub.name, "parts": list(sub.parts), "rows": rows}


@transaction.atomic
def make(*, content: dict[str, Any], office: Office, actor: User, year: int, source: str) -> Plan:
    """A draft of ``office`` with the rows of ``take``; keys stay, so that both can be compared.

    ``source`` is how the ledger names where it came from. Refuses ``year_unreal``.
    """
    require_year(year)
    plan = Plan.objects.create(
        office=office,
        year=year,
        origin=Origin.TEMPLATE,
        created_by=actor,
        decree_office=office.name,
    )
    rows: list[Indicator] = []
    for one in content["programmes"]:
        programme = Programme.objects.create(
            plan=plan,
            position=one["position"],
            number=one["number"],
            name=one["name"],
            area=one["area"],
        )
        rows += _rows(plan, programme, one["activities"])
    Indicator.objects.bulk_create(rows)
    ledger.record(
        office=office,
        act=Act.DRAFTED,
        subject=plan,
        actor=actor,
        origin=plan.origin,
        year=year,
        source=source,
        rows=len(rows),
    )
    return plan


def _rows(plan: Plan, programme: Programme, activities: list[dict[str, Any]]) -> list[Indicator]:
    made = []
    for one in activities:
        activity = Activity.objects.create(
            programme=programme, position=one["position"], name=one["name"]
        )
        for two in one["subs"]:
            sub = SubActivity.objects.create(
                activity=activity, position=two["position"], name=two["name"], parts=two["parts"]
            )
            made += [
                Indicator(plan=plan, sub_activity=sub, is_suggested=False, **row)
                for row in two["rows"]
            ]
    return made
