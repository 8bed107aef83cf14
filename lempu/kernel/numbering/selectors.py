"""The register of numbers, its gaps, and the patterns in force."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from lempu.kernel.numbering import readers
from lempu.kernel.numbering.enums import NumberState
from lempu.kernel.numbering.models import Number, Pattern, Series, UnitCode, kind_label
from lempu.kernel.offices.models import Office, Unit

if TYPE_CHECKING:
    from lempu.kernel.numbering.models import NumberQuerySet


def kind_choices() -> list[tuple[str, str]]:
    return [(key, kind_label(key)) for key in readers.kinds()]


def pattern_of(office: Office, kind: str, day: dt.date) -> str:
    """The pattern in force on a day: the office's own, or the one of the data."""
    rows = Pattern.objects.filter(office=office, kind=kind, starts_on__lte=day)
    own = rows.order_by("-starts_on").first()
    if own is not None:
        return str(own.text)
    usual = readers.kinds()[kind]["pattern"]
    return str(next(row["pattern"] for row in readers.patterns() if row["key"] == usual))


def unit_code(unit: Unit) -> str:
    """The code the office set; its place among the sub-divisions otherwise."""
    set_here = UnitCode.objects.filter(unit=unit).first()
    if set_here is not None:
        return set_here.code
    order = list(Unit.objects.filter(office=unit.office_id).values_list("pk", flat=True))
    return str(order.index(unit.pk) + 1)


@dataclass(frozen=True, slots=True)
class Ways:
    """How one kind is numbered today; ``is_own`` when the office said so."""

    key: str
    label: str
    code: str
    pattern: str
    starts_on: dt.date | None
    basis: str

    @property
    def is_own(self) -> bool:
        return self.starts_on is not None


def ways_of(office: Office, day: dt.date) -> list[Ways]:
    """Every kind with its pattern; one query."""
    own: dict[str, Pattern] = {}
    rows = Pattern.objects.filter(office=office, starts_on__lte=day).order_by("starts_on")
    for row in rows:
        own[row.kind] = row
    usual = {row["key"]: row for row in readers.patterns()}
    found = []
    for key, kind in readers.kinds().items():
        row, data = own.get(key), usual[kind["pattern"]]
        found.append(
            Ways(
                key,
                kind_label(key),
                kind["code"],
                row.text if row else data["pattern"],
                row.starts_on if row else None,
                row.basis if row else data["source"],
            )
        )
    return found


def register_of(
    office: Office, *, year: int, kind: str = "", unit: int | None = None, state: str = "",
    words: str = "",
) -> "NumberQuerySet":  # fmt: skip
    """Numbers of a year, latest first; ``words`` look in the number, subject and recipient."""
    rows = Number.objects.filter(office=office, year=year)
    if kind:
        rows = rows.filter(kind=kind)
    if unit:
        rows = rows.filter(unit=unit)
    if state in NumberState.values:
        rows = rows.filter(state=state)
    for word in words.split():
        rows = rows.filter(
            Q(text__icontains=word) | Q(subject__icontains=word) | Q(recipient__icontains=word)
        )
    return rows.for_listing()


def years_of(office: Office) -> list[int]:
    rows = Series.objects.filter(office=office).values_list("year", flat=True)
    return sorted(set(rows), reverse=True)


@dataclass(slots=True)
class Gaps:
    """What the register of one series does not account for.

    ``missing`` are numbers nobody took; ``open`` were reserved and not issued; ``void`` have a reason;
    ``turned`` bear an earlier day than the number before them.
    """

    series: Series
    missing: list[int] = field(default_factory=list)
    open: list[Number] = field(default_factory=list)
    void: list[Number] = field(default_factory=list)
    turned: list[tuple[Number, Number]] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.open or self.turned)


def gaps_of(office: Office, year: int) -> list[Gaps]:
    """Every series of a year; two queries."""
    numbers: dict[int, list[Number]] = defaultdict(list)
    rows = Number.objects.filter(office=office, year=year)
    for row in rows.select_related("reserved_by", "unit").order_by("n"):
        numbers[row.series_id].append(row)
    all_series = Series.objects.filter(office=office, year=year).select_related("unit")
    return [
        _gaps(each, numbers[each.pk])
        for each in sorted(all_series, key=lambda s: (s.kind_label, s.unit_id or 0))
    ]


def _gaps(series: Series, rows: list[Number]) -> Gaps:
    found = Gaps(series)
    there = {row.n for row in rows}
    found.missing = [n for n in range(series.began_after + 1, series.last + 1) if n not in there]
    found.open = [row for row in rows if row.state == NumberState.RESERVED]
    found.void = [row for row in rows if row.state == NumberState.VOID]
    before: Number | None = None
    for row in rows:
        if row.state != NumberState.ISSUED:
            continue
        if before and before.day and row.day and row.day < before.day:
            found.turned.append((before, row))
        before = row
    return found
