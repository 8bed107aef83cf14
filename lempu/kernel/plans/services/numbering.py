"""Places, numbers and codes of the rows of a draft, made again from the tree as it stands."""

from collections.abc import Iterable
from typing import Any

from lempu.kernel.plans.models import Activity, Indicator, Plan, Programme, SubActivity
from lempu.kernel.plans.readers.structure import letters


def renumber(plan: Plan, *, programmes_too: bool = False) -> None:
    """Set positions, orders and codes ("7.2b") anew; in as many statements as there are levels.

    Programmes keep the numbers of the decree unless ``programmes_too``: then they count from 1.
    """
    tree = Plan.objects.with_rows().get(pk=plan.pk)
    programmes = list(tree.programmes.all())
    if programmes_too:
        for number, programme in enumerate(programmes, 1):
            programme.number = number
    changed: dict[type, list[Any]] = {Programme: programmes}
    changed[Activity] = [a for p in programmes for a in p.activities.all()]
    changed[SubActivity] = [s for a in changed[Activity] for s in a.sub_activities.all()]
    changed[Indicator] = list(_coded(programmes))
    _place(programmes)
    for programme in programmes:
        _place(programme.activities.all())
    for activity in changed[Activity]:
        _place(activity.sub_activities.all())
    for sub in changed[SubActivity]:
        _place(sub.indicators.all())
    Programme.objects.bulk_update(programmes, ["position", "number"])
    Activity.objects.bulk_update(changed[Activity], ["position"])
    SubActivity.objects.bulk_update(changed[SubActivity], ["position"])
    Indicator.objects.bulk_update(changed[Indicator], ["position", "order", "code"], batch_size=200)


def _place(rows: Iterable[Any]) -> None:
    for position, row in enumerate(rows, 1):
        row.position = position


def _coded(programmes: list[Programme]) -> Iterable[Indicator]:
    """The indicators in order, with the codes of ``readers.structure.walk``."""
    order = 0
    for programme in programmes:
        for place, activity in enumerate(programme.activities.all(), 1):
            rows = [i for sub in activity.sub_activities.all() for i in sub.indicators.all()]
            for index, indicator in enumerate(rows):
                order += 1
                letter = letters(index) if len(rows) > 1 else ""
                indicator.order = order
                indicator.code = f"{programme.number}.{place}{letter}"
                yield indicator
