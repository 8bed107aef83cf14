"""The rows of a draft made from a reading, with the system's suggestions on them."""

import datetime as dt
from collections import Counter
from typing import Any

from lempu.kernel.plans import suggestions
from lempu.kernel.plans.models import Activity, Indicator, Plan, Programme, SubActivity
from lempu.kernel.plans.readers.structure import Reading, Row, walk


def set_decree(plan: Plan, decree: dict[str, Any]) -> None:
    """Copy the decree's facts onto an unsaved or locked plan; what is unknown stays empty."""
    signatory = decree.get("signatory") or {}
    plan.decree_number = _short(decree.get("number"), 60)
    plan.decree_date = _day(decree.get("date"))
    plan.decree_place = _short(decree.get("place"), 80)
    plan.decree_office = _short(decree.get("office"), 200)
    plan.decree_title = decree.get("title") or ""
    plan.signatory_name = _short(signatory.get("name"), 120)
    plan.signatory_position = _short(signatory.get("position"), 200)


def _short(text: str | None, longest: int) -> str:
    return (text or "")[:longest]


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def add_rows(plan: Plan, reading: Reading) -> list[Indicator]:
    """Make every row of a reading in an empty draft; in four statements whatever its size."""
    places = _add_tree(plan, reading)
    made: list[Indicator] = []
    seen: Counter[int] = Counter()
    for order, row in enumerate(walk(reading.programmes), 1):
        seen[id(row.sub_activity)] += 1
        indicator = Indicator(
            plan=plan,
            sub_activity=places[id(row.sub_activity)],
            position=seen[id(row.sub_activity)],
            order=order,
            code=row.code,
            text=row.indicator.text,
            months=sorted(set(row.indicator.months)),
            extra=row.indicator.extra,
        )
        apply_suggestion(indicator, row_words(row))
        made.append(indicator)
    Indicator.objects.bulk_create(made)
    return made


def _add_tree(plan: Plan, reading: Reading) -> dict[int, SubActivity]:
    """The levels above the indicators; the result maps a sub-activity that was read to its row."""
    programmes: list[Programme] = []
    activities: list[Activity] = []
    places: dict[int, SubActivity] = {}
    for position, read in enumerate(reading.programmes, 1):
        area = suggestions.area_of(read.name) or ""
        programme = Programme(
            plan=plan, position=position, number=read.number, name=read.name, area=area
        )
        programmes.append(programme)
        for place, act in enumerate(read.activities, 1):
            activity = Activity(programme=programme, position=place, name=act.name)
            activities.append(activity)
            for index, sub in enumerate(act.sub_activities, 1):
                places[id(sub)] = SubActivity(
                    activity=activity, position=index, name=sub.name, parts=list(sub.parts)
                )
    Programme.objects.bulk_create(programmes)
    Activity.objects.bulk_create(activities)
    SubActivity.objects.bulk_create(places.values())
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
