"""The annex in force and an amending annex made into one: what the plan says once the decree holds.

Pure: trees in, a new tree out, with where each of its rows came from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lempu.kernel.plans.readers.matching import likeness, plain
from lempu.kernel.plans.readers.structure import (
    Activity,
    Indicator,
    Programme,
    Row,
    SubActivity,
    walk,
)

#: Two headings as like as this are one heading, printed a little differently.
ONE_HEADING: Final = 0.8
#: A heading as like as this is the same one reworded.
REWORDED: Final = 0.55


@dataclass(frozen=True, slots=True)
class Descent:
    """Where a row of the merged annex came from: places in the annex in force and in the reading."""

    old: int | None
    new: int | None


@dataclass(slots=True)
class Merged:
    """The annex to come; ``origins`` in the order of ``walk``."""

    programmes: list[Programme]
    origins: list[Descent]


def merge_whole(
    old: list[Programme], new: list[Programme], pairs: Mapping[int, int], kept: Sequence[int]
) -> Merged:
    """``new`` takes the place of ``old``: rows it does not have end, but for those ``kept``.

    ``pairs`` maps places of ``new`` to the places of ``old`` they go on from.
    """
    tree = _copied(new)
    origins = {
        id(row.indicator): Descent(pairs.get(place), place) for place, row in enumerate(walk(tree))
    }
    rows = list(walk(old))
    for place in kept:
        indicator = _placed(tree, rows[place])
        origins[id(indicator)] = Descent(place, None)
    return _merged(tree, origins)


def merge_part(
    old: list[Programme], new: list[Programme], pairs: Mapping[int, int], ended: Sequence[int]
) -> Merged:
    """``new`` only lists what changes: every row of ``old`` stays, but for those ``ended``.

    A row that goes on takes its words and months from the decree; under another heading it moves
    there. What is new stands at the end of its heading.
    """
    tree = _copied(old)
    rows = list(walk(tree))
    origins = {id(row.indicator): Descent(place, None) for place, row in enumerate(rows)}
    for place, row in enumerate(walk(new)):
        if place not in pairs:
            origins[id(_placed(tree, row))] = Descent(None, place)
            continue
        here = rows[pairs[place]]
        origins.pop(id(here.indicator))
        kept = _renewed(tree, here, row)
        origins[id(kept)] = Descent(pairs[place], place)
    for place in ended:
        _take_out(tree, rows[place].indicator)
    return _merged(tree, origins)


def _merged(tree: list[Programme], origins: dict[int, Descent]) -> Merged:
    return Merged(tree, [origins[id(row.indicator)] for row in walk(tree)])


def _copied(programmes: list[Programme]) -> list[Programme]:
    return [Programme.from_json(programme.to_json()) for programme in programmes]


def _renewed(tree: list[Programme], here: Row, row: Row) -> Indicator:
    """The row as the decree has it now, in its place unless its headings are others."""
    headings: list[tuple[Any, Any]] = [
        (here.programme, row.programme),
        (here.activity, row.activity),
        (here.sub_activity, row.sub_activity),
    ]
    said = [(mine, its) for mine, its in headings if its.name.strip()]
    if any(not _is_one(mine.name, its.name, REWORDED) for mine, its in said):
        _take_out(tree, here.indicator)
        return _placed(tree, row)
    for mine, its in said:
        mine.name = its.name
    here.sub_activity.parts = list(row.sub_activity.parts) or here.sub_activity.parts
    here.indicator.text = row.indicator.text
    here.indicator.months = row.indicator.months
    here.indicator.extra = here.indicator.extra | row.indicator.extra
    return here.indicator


def _placed(tree: list[Programme], row: Row) -> Indicator:
    """A copy of the row at the end of its headings, which are made where the tree has none."""
    programme = _named(tree, row.programme.name)
    if programme is None:
        programme = Programme(_free_number(tree, row.programme.number), row.programme.name)
        tree.append(programme)
    activity = _named(programme.activities, row.activity.name)
    if activity is None:
        activity = Activity(row.activity.name)
        programme.activities.append(activity)
    sub = _named(activity.sub_activities, row.sub_activity.name)
    if sub is None:
        sub = SubActivity(row.sub_activity.name, list(row.sub_activity.parts))
        activity.sub_activities.append(sub)
    indicator = Indicator.from_json(row.indicator.to_json())
    sub.indicators.append(indicator)
    return indicator


def _named(nodes: list[Any], name: str) -> Any:
    """The heading with this name, or the one most like it."""
    best = max(nodes, key=lambda node: likeness(plain(node.name), plain(name)), default=None)
    return best if best is not None and _is_one(best.name, name, ONE_HEADING) else None


def _is_one(first: str, second: str, least: float) -> bool:
    return likeness(plain(first), plain(second)) >= least


def _free_number(tree: list[Programme], wanted: int) -> int:
    numbers = {programme.number for programme in tree}
    return wanted if wanted not in numbers else max(numbers) + 1


def _take_out(tree: list[Programme], indicator: Indicator) -> None:
    """The row leaves, with every heading that is empty then."""
    for programme in tree:
        for activity in programme.activities:
            for sub in activity.sub_activities:
                if any(each is indicator for each in sub.indicators):
                    sub.indicators = [each for each in sub.indicators if each is not indicator]
                    _drop_empty(activity.sub_activities, sub, sub.indicators)
                    _drop_empty(programme.activities, activity, activity.sub_activities)
                    _drop_empty(tree, programme, programme.activities)
                    return


def _drop_empty(siblings: list[Any], node: Any, below: list[Any]) -> None:
    """Equal headings are told apart by being themselves, not by their words."""
    if not below:
        siblings[:] = [each for each in siblings if each is not node]
