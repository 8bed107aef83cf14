"""Templates as sender and receiver see them, and what an office changed."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from lempu.kernel.offices.models import Office
from lempu.kernel.oversight.models import Handout, Template, TemplateQuerySet
from lempu.kernel.plans.enums import PlanState
from lempu.kernel.plans.models import Indicator


def offered_to(office: Office) -> TemplateQuerySet:
    """Templates the office may adopt."""
    return Template.objects.filter(handouts__office=office, withdrawn_at__isnull=True).for_listing()


def places_below(office: Office) -> list[Office]:
    """The offices right under one, each standing for all that lies below it."""
    return list(Office.objects.filter(parent=office).order_by("path"))


@dataclass(frozen=True, slots=True)
class Receiver:
    """An office that was given a template. ``differences`` counts rows changed, added or left out;
    None where there is no draft or plan made of it."""

    handout: Handout
    differences: int | None

    @property
    def office(self) -> Office:
        return self.handout.office


def receivers(template: Template, handouts: list[Handout]) -> list[Receiver]:
    """How some offices took a template; one query however many."""
    plans = {h.plan_id for h in handouts if h.plan and h.plan.state != PlanState.WITHDRAWN}
    rows: dict[int, dict[str, Any]] = defaultdict(dict)
    for indicator in Indicator.objects.filter(plan__in=plans).with_place():
        rows[indicator.plan_id][str(indicator.key)] = _of_plan(indicator)
    original = _of_template(template)
    return [
        Receiver(h, _differing(original, rows[h.plan_id or 0]) if h.plan_id in plans else None)
        for h in handouts
    ]


_COMPARED = ("text", "months", "expectation", "required", "due_rule", "due_day")


def _of_template(template: Template) -> dict[str, Any]:
    found = {}
    for programme in template.content["programmes"]:
        for activity in programme["activities"]:
            for sub in activity["subs"]:
                place = [programme["name"], activity["name"], sub["name"], sub["parts"]]
                for row in sub["rows"]:
                    found[row["key"]] = [*place, *(row[name] for name in _COMPARED)]
    return found


def _of_plan(row: Indicator) -> list[Any]:
    sub = row.sub_activity
    place = [sub.activity.programme.name, sub.activity.name, sub.name, sub.parts]
    return [*place, *(getattr(row, name) for name in _COMPARED)]


def _differing(original: dict[str, Any], now: dict[str, Any]) -> int:
    return sum(original.get(key) != now.get(key) for key in original.keys() | now.keys())
