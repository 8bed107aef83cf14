"""The rows of a draft made from a reading, with the system's suggestions on them."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from lempu.kernel.plans import suggestions
from lempu.kernel.plans.models import Activity, Indicator, Plan, Programme, SubActivity
from lempu.kernel.plans.readers import structure
from lempu.kernel.plans.readers.structure import Reading, Row, walk


def set_decree(plan: Plan, decree: dict[str, Any], *, keeps: bool = False) -> None:
    """Copy the decree's facts onto an unsaved or locked plan; what is unknown stays empty.

    With ``keeps`` what the decree does not say stays as the plan has it.
    """
    signatory = decree.get("signatory") or {}
    facts: dict[str, Any] = {
        "decree_number": _short(decree.get("number"), 60),
        "decree_date": _day(decree.get("date")),
        "decree_place": _short(decree.get("place"), 80),
        "decree_office": _short(decree.get("office"), 200),
        "decree_title": decree.get("title") or "",
        "signatory_name": _short(signatory.get("name"), 120),
        "signatory_position": _short(signatory.get("position"), 200),
    }
    for name, value in facts.items():
        if value or not keeps:
            setattr(plan, name, value)


def _short(text: str | None, longest: int) -> str:
    return (text or "")[:longest]


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


@dataclass(slots=True)
class Tree:
    """The rows of a draft, not saved yet; ``indicators`` in the order of the annex."""

    programmes: list[Programme] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    sub_activities: list[SubActivity] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)

    def save(self) -> None:
        """In four statements whatever its size."""
        Programme.objects.bulk_create(self.programmes)
        Activity.objects.bulk_create(self.activities)
        SubActivity.objects.bulk_create(self.sub_activities)
        Indicator.objects.bulk_create(self.indicators)


def add_rows(plan: Plan, reading: Reading) -> list[Indicator]:
    """Make every row of a reading in an empty draft, with the system's suggestions."""
    tree = tree_of(plan, reading.programmes)
    for indicator, row in zip(tree.indicators, walk(reading.programmes), strict=True):
        apply_suggestion(indicator, row_words(row))
    tree.save()
    return tree.indicators


def tree_of(plan: Plan, programmes: list[structure.Programme]) -> Tree:
    """Rows as they would stand in a draft; nothing is saved."""
    tree = Tree()
    places = _headings(plan, programmes, tree)
    seen: Counter[int] = Counter()
    for order, row in enumerate(walk(programmes), 1):
        seen[id(row.sub_activity)] += 1
        tree.indicators.append(
            Indicator(
                plan=plan,
                sub_activity=places[id(row.sub_activity)],
                position=seen[id(row.sub_activity)],
                order=order,
                code=row.code,
                text=row.indicator.text,
                months=sorted(set(row.indicator.months)),
                extra=row.indicator.extra,
            )
        )
    return tree


def _headings(
    plan: Plan, programmes: list[structure.Programme], tree: Tree
) -> dict[int, SubActivity]:
    """The levels above the indicators; the result maps a sub-activity that was read to its row."""
    places: dict[int, SubActivity] = {}
    for position, read in enumerate(programmes, 1):
        area = suggestions.area_of(read.name) or ""
        programme = Programme(
            plan=plan, position=position, number=read.number, name=read.name, area=area
        )
        tree.programmes.append(programme)
        for place, act in enumerate(read.activities, 1):
            activity = Activity(programme=programme, position=place, name=act.name)
            tree.activities.append(activity)
            for index, sub in enumerate(act.sub_activities, 1):
                places[id(sub)] = SubActivity(
                    activity=activity, position=index, name=sub.name, parts=list(sub.parts)
                )
    tree.sub_activities = list(places.values())
    return places


def row_words(row: Row) -> dict[str, Any]:
    """What a suggestion is drawn from."""
    return {
        "programme": row.programme.name,
        "activity": row.activity.name,
        "sub_activity": row.sub_activity.name,
        "indicator": row.indicator.text,
    }


def apply_suggestion(indicator: Indicator, words: dict[str, Any]) -> None:
    """Put the system's suggestion on a row, marked as such until a person confirms it."""
    found = suggestions.suggest(**words, months=list(indicator.months))
    indicator.expectation = found.expectation
    indicator.required = list(found.required)
    indicator.due_rule = found.due_rule
    indicator.due_day = found.due_day
    indicator.suggestion = str(found.reason)
    indicator.is_suggested = True
