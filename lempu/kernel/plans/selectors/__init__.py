"""Reads over a whole plan."""

from itertools import count
from typing import Any

from lempu.kernel.ledger import canonical
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.enums import PlanState
from lempu.kernel.plans.models import Indicator, Plan, SubActivity
from lempu.shared.periods import today


def rows_of(plan: Plan) -> list[Indicator]:
    """Every indicator of the plan in the order of the annex, with its place; one query."""
    return list(Indicator.objects.filter(plan=plan).with_place().in_order())


def as_reading(plan: Plan) -> dict[str, Any]:
    """The plan in the shape of a reading (``readers.structure``), without findings."""
    tree = Plan.objects.with_rows().get(pk=plan.pk)
    programmes = [
        {
            "number": programme.number,
            "name": programme.name,
            "activities": [
                {"name": a.name, "sub_activities": [_sub(s) for s in a.sub_activities.all()]}
                for a in programme.activities.all()
            ],
        }
        for programme in tree.programmes.all()
    ]
    return {"decree": _decree(plan), "programmes": programmes}


def _sub(sub: SubActivity) -> dict[str, Any]:
    return {
        "name": sub.name,
        "parts": list(sub.parts),
        "indicators": [_indicator(i) for i in sub.indicators.all()],
    }


def _indicator(indicator: Indicator) -> dict[str, Any]:
    """Further columns stand only where the decree has some, as in a reading."""
    data: dict[str, Any] = {"text": indicator.text, "months": list(indicator.months)}
    return {**data, "extra": dict(indicator.extra)} if indicator.extra else data


def _decree(plan: Plan) -> dict[str, Any]:
    return {
        "number": plan.decree_number or None,
        "year": plan.year,
        "date": plan.decree_date.isoformat() if plan.decree_date else None,
        "place": plan.decree_place or None,
        "office": plan.decree_office or None,
        "title": plan.decree_title or None,
        "signatory": {
            "name": plan.signatory_name or None,
            "position": plan.signatory_position or None,
        },
    }


def fingerprint(plan: Plan, reading: dict[str, Any] | None = None) -> str:
    """SHA-256 over decree and rows: what was enacted, in 64 letters.

    ``reading`` spares the queries where ``as_reading`` of this plan is at hand.
    """
    return canonical.digest_of(as_reading(plan) if reading is None else reading)


def free_year(office: Office) -> int:
    """The first year, from this one on, for which the office has no plan and no draft."""
    taken = Plan.objects.filter(office=office).exclude(state=PlanState.WITHDRAWN)
    years = set(taken.values_list("year", flat=True))
    return next(year for year in count(today().year) if year not in years)
