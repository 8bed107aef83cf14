"""The matrix: the decree's own grid with the state of every tick, filtered by row."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import Self

from django.http import QueryDict

from lempu.kernel.accounts.models import User
from lempu.kernel.home.selectors.grid import Cell, Row, Tally, tally, words_of
from lempu.kernel.obligations.enums import COUNTED, Look, Shown, look_of
from lempu.kernel.offices.models import Unit
from lempu.kernel.plans.models import Programme
from lempu.shared.http import whole_number

#: A choice of the legend beside the eight states: done, but after the due date.
DONE_LATE = "done_late"
UNOWNED = "kosong"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for. Words that mean nothing are passed over, not refused."""

    programme: int | None = None
    unit: str = ""
    person: int | None = None
    unowned: bool = False
    state: str = ""
    is_full: bool = False

    @classmethod
    def from_query(cls, query: QueryDict, *, mode: str = "") -> Self:
        """``mode`` is the text mode kept from an earlier visit."""
        whose, _sep, key = query.get("pj", "").partition("-")
        state = query.get("keadaan", "")
        return cls(
            programme=_whole(query.get("program")),
            unit=key if whose == "sub" else "",
            person=_whole(key) if whose == "orang" else None,
            unowned=whose == UNOWNED,
            state=state if state in (*Shown.values, DONE_LATE) else "",
            is_full=(query.get("teks") or mode) == "lengkap",
        )

    @property
    def whose(self) -> str:
        """The choice of the field *Penanggung jawab*, as it stands in the address."""
        if self.unowned:
            return UNOWNED
        if self.unit:
            return f"sub-{self.unit}"
        return f"orang-{self.person}" if self.person else ""

    @property
    def any(self) -> bool:
        return bool(self.programme or self.whose or self.state)

    def keeps(self, row: Row) -> bool:
        """Whether a row stays, before the state is asked."""
        indicator = row.indicator
        if self.programme and indicator.sub_activity.activity.programme.number != self.programme:
            return False
        if self.unit and (indicator.unit is None or indicator.unit.key != self.unit):
            return False
        if self.person and self.person not in {owner.pk for owner in row.owners}:
            return False
        return not (self.unowned and (row.owners or indicator.unit_id))

    def keeps_state(self, row: Row) -> bool:
        return not self.state or any(has_state(cell, self.state) for cell in row.all_cells)


def has_state(cell: Cell, state: str) -> bool:
    if state == DONE_LATE:
        return cell.shown == Shown.ACCEPTED and cell.late
    return cell.shown == state


def _whole(text: str | None) -> int | None:
    return whole_number(text or "")


@dataclass(frozen=True, slots=True)
class Chip:
    """One entry of the legend, which is also the filter by state."""

    key: str
    look: Look
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Group:
    """A programme and its rows that the filters keep."""

    programme: Programme
    rows: list[Row]
    tally: Tally
    is_ended: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """What the page shows. ``tally`` counts the whole plan, ``chips`` the rows before the state;
    ``former`` of the whole were asked for by an earlier version and proved before they ended.
    """

    groups: list[Group]
    chips: list[Chip]
    tally: Tally
    in_sight: int
    row_count: int
    programmes: list[Programme]
    units: list[Unit]
    people: list[User]
    unowned: int
    former: int

    @property
    def asked(self) -> int:
        """What the version in force asks for."""
        return self.tally.total - self.former


def build(rows: list[Row], filters: Filters) -> Matrix:
    kept = [row for row in rows if filters.keeps(row)]
    shown = [row for row in kept if filters.keeps_state(row)]
    cells = [cell for row in kept for cell in row.all_cells]
    return Matrix(
        groups=_groups(shown),
        chips=_chips(cells),
        tally=tally(cell for row in rows for cell in row.all_cells),
        in_sight=len(cells),
        row_count=len(shown),
        programmes=list({_programme(row).number: _programme(row) for row in rows}.values()),
        units=_units(rows),
        people=_people(rows),
        former=sum(cell.former for row in rows for cell in row.all_cells),
        unowned=sum(not row.owners and not row.indicator.unit_id for row in rows),
    )


def _programme(row: Row) -> Programme:
    programme: Programme = row.indicator.sub_activity.activity.programme
    return programme


def _groups(rows: list[Row]) -> list[Group]:
    found = []
    for _key, members in groupby(rows, key=lambda row: _programme(row).pk):
        group = list(members)
        cells = (cell for row in group for cell in row.all_cells)
        found.append(Group(_programme(group[0]), group, tally(cells), group[0].is_ended))
    return found


def _units(rows: list[Row]) -> list[Unit]:
    found = {row.indicator.unit.pk: row.indicator.unit for row in rows if row.indicator.unit}
    return sorted(found.values(), key=lambda unit: (unit.position, unit.name))


def _people(rows: list[Row]) -> list[User]:
    found = {owner.pk: owner for row in rows for owner in row.owners}
    return sorted(found.values(), key=lambda owner: owner.name)


def _chips(cells: list[Cell]) -> list[Chip]:
    counts = Counter(cell.shown for cell in cells)
    chips = [
        Chip(shown.value, look_of(shown), str(shown.label), counts[shown.value])
        for shown in COUNTED
    ]
    late = look_of(Shown.ACCEPTED, late=True)
    count = sum(has_state(cell, DONE_LATE) for cell in cells)
    return [*chips, Chip(DONE_LATE, late, words_of(Shown.ACCEPTED, late=True), count)]
