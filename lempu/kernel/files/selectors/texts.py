"""The text of a file as search keeps it."""

import datetime as dt

from django.db.models import Exists, OuterRef

from lempu.kernel.files.enums import StepName, StepState
from lempu.kernel.files.models import Page, Step
from lempu.kernel.files.registry import QUICK

#: Letters of one file that are searched.
SEARCHED = 300_000
LEAF = "\f"
AT_ONCE = 1000


def text_of(file_id: int) -> str:
    """Pages one after another, each after as many form feeds as there are pages before it."""
    pages = dict(Page.objects.filter(file=file_id).values_list("number", "text"))
    every = (
        pages.get(number, "").replace(LEAF, " ") for number in range(1, max(pages, default=0) + 1)
    )
    return LEAF.join(every)[:SEARCHED]


def page_at(text: str, place: int) -> int:
    """The page that a place in such a text is on."""
    return text.count(LEAF, 0, place) + 1


def files_to_find() -> dict[int, dt.datetime]:
    """Files whose text search has not taken yet, and since when; the oldest first."""
    waiting = Step.objects.waiting().filter(name=StepName.FIND).order_by("asked_at")
    return dict(waiting.values_list("file", "asked_at")[:AT_ONCE])


def files_to_compare() -> dict[int, dt.datetime]:
    """Files that were read and not compared with other evidence since, and since when; the oldest first."""
    reading = Step.objects.filter(file=OuterRef("file"), name__in=QUICK, state=StepState.WAITING)
    waiting = Step.objects.waiting().filter(~Exists(reading), name=StepName.COMPARE)
    return dict(waiting.order_by("asked_at").values_list("file", "asked_at")[:AT_ONCE])
