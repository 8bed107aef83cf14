"""Which columns are months: names, numbers, quarters, weeks, plan and realisation side by side."""

import itertools
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from lempu.kernel.plans.readers.enumeration import roman_value
from lempu.kernel.plans.readers.grid import Cell
from lempu.kernel.plans.readers.months import is_initials, month_of_label, quarter_of_label
from lempu.kernel.plans.readers.vocabulary import heading, says

FEWEST: Final = 3
_QUARTER_HEADINGS: Final = ("triwulan", "tri wulan", "kuartal", "quarter", "tw")


@dataclass(slots=True)
class MonthColumns:
    """``columns`` gives the months of a column (three for a quarter); ``ignored`` are columns of
    a realisation grid, which does not count as the plan."""

    columns: dict[int, tuple[int, ...]] = field(default_factory=dict)
    ignored: set[int] = field(default_factory=set)
    has_quarters: bool = False


def month_count(row: list[Cell]) -> int:
    """How many different months the cells of a row name as headings would."""
    return len({month for month, _ in _row_months(row).values()})


def months_of_headings(headings: list[list[Cell]]) -> MonthColumns:
    best: dict[int, tuple[int, ...]] = {}
    level = -1
    for index, row in enumerate(headings):
        named: dict[int, tuple[int, ...]] = {
            place: (month,) for place, (month, _) in _row_months(row).items()
        }
        if len(set(named.values())) > len(set(best.values())):
            best, level = named, index
    result = MonthColumns()
    if not best:
        best, level = _quarters(headings)
        result.has_quarters = bool(best)
    if not best:
        return result
    spread = _spread(best, headings, level)
    _choose_plan(result, spread, headings, level)
    return result


def _row_months(row: list[Cell]) -> dict[int, tuple[int, bool]]:
    found: dict[int, tuple[int, bool]] = {}
    filled = [(place, cell.text) for place, cell in enumerate(row) if cell.text]
    for place, text in filled:
        if len(text) <= 30 and (month := month_of_label(text)):
            found[place] = month
    found = _initials(filled) or found
    named = {place: month for place, month in found.items() if month[1]}
    if len({month for month, _ in named.values()}) >= FEWEST:
        return named
    return found if _is_count_up(found) else {}


def _initials(filled: list[tuple[int, str]]) -> dict[int, tuple[int, bool]]:
    for start in range(len(filled) - 11):
        twelve = filled[start : start + 12]
        if is_initials([text for _, text in twelve]):
            return {place: (number, True) for number, (place, _) in enumerate(twelve, 1)}
    return {}


def _is_count_up(found: dict[int, tuple[int, bool]]) -> bool:
    """Numbers are months only when they count from 1, once or as often as there are grids."""
    numbers = [found[place][0] for place in sorted(found)]
    if len(numbers) < FEWEST or numbers[0] != 1:
        return False
    for before, number in itertools.pairwise(numbers):
        if number not in (before + 1, before, 1):
            return False
    return max(numbers) == 12


def _quarters(headings: list[list[Cell]]) -> tuple[dict[int, tuple[int, ...]], int]:
    best: dict[int, tuple[int, ...]] = {}
    level = -1
    for index, row in enumerate(headings):
        found: dict[int, tuple[int, ...]] = {}
        for place, cell in enumerate(row):
            months = quarter_of_label(cell.text) if cell.text and len(cell.text) < 30 else None
            if months is None and cell.text and _stands_under_quarters(headings[:index], place):
                months = _bare_quarter(cell.text)
            if months:
                found[place] = months
        if len(set(found.values())) > max(1, len(set(best.values()))):
            best, level = found, index
    return best, level


def _bare_quarter(text: str) -> tuple[int, ...] | None:
    text = text.strip(" .()")
    value = int(text) if text.isdigit() else roman_value(text)
    return tuple(range(value * 3 - 2, value * 3 + 1)) if value in (1, 2, 3, 4) else None


def _stands_under_quarters(above: list[list[Cell]], place: int) -> bool:
    labels = " ".join(_over(row, place) for row in above)
    return any(word in labels for word in _QUARTER_HEADINGS)


def _over(row: list[Cell], place: int, *, guess: bool = True) -> str:
    """The heading that reaches over a column; without merges, the nearest text to the left."""
    at = place
    while at > 0 and not row[at].text and (row[at].left or (guess and not row[at].above)):
        at -= 1
    return heading(row[at].text)


def _spread(
    named: dict[int, tuple[int, ...]], headings: list[list[Cell]], level: int
) -> dict[int, tuple[int, ...]]:
    """A month over several columns (weeks, plan and realisation) names them all."""
    row, below = headings[level], headings[level + 1 :]

    def belongs(place: int) -> bool:
        is_bare = not row[place].text and not row[place].above
        return row[place].left or (is_bare and any(other[place].text for other in below))

    spread = dict(named)
    for place in sorted(named):
        at = place + 1
        while at < len(row) and at not in named and belongs(at):
            spread[at] = named[place]
            at += 1
    return spread


def _choose_plan(
    result: MonthColumns,
    months: dict[int, tuple[int, ...]],
    headings: list[list[Cell]],
    level: int,
) -> None:
    below = headings[level + 1 :]
    kinds = {place: _kind(headings, level, place) for place in months}
    letters = {heading(row[place].text) for row in below for place in months if row[place].text}
    for place in months:
        kind = kinds[place] or _kind_of_letter(below, place, letters)
        if kind == "realisation":
            result.ignored.add(place)
    kept = {place: value for place, value in months.items() if place not in result.ignored}
    if not kept:
        kept, result.ignored = dict(months), set()
    if not letters:
        kept = _first_grid(kept, result)
    result.columns = kept


def _kind(headings: list[list[Cell]], level: int, place: int) -> str:
    for index, row in enumerate(headings):
        if index == level:
            continue
        label = heading(row[place].text) if index > level else _over(row, place)
        if says(label, "realisation") and not says(label, "plan"):
            return "realisation"
        if says(label, "plan"):
            return "plan"
    return ""


def _kind_of_letter(below: list[list[Cell]], place: int, letters: set[str]) -> str:
    label = next((heading(row[place].text) for row in below if row[place].text), "")
    if label == "r" and letters & {"t", "p"}:
        return "realisation"
    if label in ("c", "k") and "r" in letters:
        return "realisation"
    return ""


def _first_grid(
    months: dict[int, tuple[int, ...]], result: MonthColumns
) -> dict[int, tuple[int, ...]]:
    """Two grids without a word which is which: the first is the plan, as everywhere."""
    counted = Counter(months.values())
    if not counted or min(counted.values()) < 2:
        return months
    kept: dict[int, tuple[int, ...]] = {}
    before = 0
    restarted = False
    for place in sorted(months):
        restarted = restarted or months[place][0] < before
        before = months[place][0]
        if restarted:
            result.ignored.add(place)
        else:
            kept[place] = months[place]
    return kept
