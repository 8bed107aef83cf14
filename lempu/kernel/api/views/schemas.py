"""The shapes of the interface. Names are those of the product; no person is named in them."""

import datetime as dt
from typing import Any, Generic, TypeVar

from ninja import Schema
from pydantic import Field

T = TypeVar("T")


class Problem(Schema):
    """Why nothing is given."""

    detail: Any


class Listing(Schema, Generic[T]):
    """One page of a list; ``count`` is that of all pages."""

    count: int
    page: int
    pages: int
    items: list[T]


class OfficeOut(Schema):
    code: str
    name: str
    level: str
    parent: str | None
    timezone: str


class PlanOut(Schema):
    """One year of one office, with the decree that sets it; an amendment makes a later version."""

    id: int
    office: str
    year: int
    version: int
    state: str
    decree_number: str
    decree_date: dt.date | None
    decree_title: str
    enacted_at: dt.datetime | None


class RowOut(Schema):
    """An indicator: what shows success, and the months (1 to 12) it is expected in."""

    key: str = Field(description="stays the same when a plan is copied or amended")
    code: str
    programme: str
    activity: str
    sub_activity: str
    parts: list[str]
    indicator: str
    months: list[int]
    expectation: str
    required: list[str]


class PlanRowsOut(PlanOut):
    rows: list[RowOut]


class ObligationOut(Schema):
    """One tick of the grid: one row in one month."""

    id: int
    plan: int
    row: str
    code: str
    year: int
    month: int
    begins_on: dt.date
    due_on: dt.date
    state: str = Field(description="as shown today: open ones are scheduled, due or late")
    was_late: bool
    submitted_at: dt.datetime | None
    undone_reason: str


class VersionOut(Schema):
    """``sha256`` and ``size`` (bytes) are empty for links and records of a desk."""

    number: int
    kind: str
    sha256: str | None
    size: int | None
    media_type: str | None
    added_at: dt.datetime


class EvidenceOut(Schema):
    """What was offered as proof. The dates of the document are what a person claims."""

    id: int
    obligation: int
    code: str
    month: int
    kind: str
    number: str
    document_date: dt.date | None
    event_date: dt.date | None
    added_at: dt.datetime
    withdrawn_at: dt.datetime | None
    versions: list[VersionOut]


class ReadingOut(Schema):
    """A measured figure: ``value`` in per cent, null where there was nothing to measure."""

    measure: str
    year: int
    month: int
    value: float | None
    numerator: int
    denominator: int
