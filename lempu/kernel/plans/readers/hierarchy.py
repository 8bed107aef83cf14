"""From lines to programmes, activities, sub-activities, parts and indicators."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from lempu.kernel.plans.readers.enumeration import Mark, mark_of, roman_value, split_mark
from lempu.kernel.plans.readers.grid import flat
from lempu.kernel.plans.readers.lines import Line
from lempu.kernel.plans.readers.months import months_in_words
from lempu.kernel.plans.readers.parts import is_part, opens_list, split_parts
from lempu.kernel.plans.readers.structure import (
    Activity,
    Finding,
    Indicator,
    Programme,
    Severity,
    SubActivity,
)

_CONTINUED: Final = re.compile(r"\s*\(?\b(?:lanjutan|lanj)\b\.?\)?$", re.IGNORECASE)
_PROGRAMME_WORDS: Final = re.compile(
    r"^(?:program|area(?: perubahan)?|komponen(?: pengungkit)?|pilar)\b"
    r"(?:\s+(?P<number>\d{1,2}|[IVX]+|[A-H])\b)?\s*[:.\-–]\s*(?P<name>\S.*)$",
    re.IGNORECASE,
)
MAX_NUMBER: Final = 99
TIME_FINDINGS: Final[dict[str, str]] = {
    "quarter": "quarter_in_words",
    "half": "quarter_in_words",
    "every_quarter": "time_guessed",
    "every_half": "time_guessed",
    "constant": "time_guessed",
}


@dataclass(slots=True)
class Builder:
    """Takes lines in order. ``pending`` holds findings with the indicator they are about."""

    year: int | None = None
    numbers_are_rows: bool = False
    programmes: list[Programme] = field(default_factory=list)
    pending: list[tuple[Finding, Indicator | None]] = field(default_factory=list)
    glyphs: list[tuple[str, Indicator]] = field(default_factory=list)
    shaded: list[Indicator] = field(default_factory=list)
    undated: set[int] = field(default_factory=set)
    _sub_mark: Mark | None = None
    _last_text: str = ""
    _last_extra: dict[str, str] = field(default_factory=dict)

    @property
    def programme(self) -> Programme | None:
        return self.programmes[-1] if self.programmes else None

    @property
    def activity(self) -> Activity | None:
        programme = self.programme
        return programme.activities[-1] if programme and programme.activities else None

    @property
    def sub_activity(self) -> SubActivity | None:
        activity = self.activity
        return activity.sub_activities[-1] if activity and activity.sub_activities else None

    @property
    def indicator(self) -> Indicator | None:
        sub = self.sub_activity
        return sub.indicators[-1] if sub and sub.indicators else None

    def add(self, line: Line) -> None:
        """Adds one row of the table."""
        self.add_programme(line.number, line.text("programme"))
        if "sub_activity" not in line.columns and self._add_part(line, line.text("activity")):
            return
        self.add_activity(line.text("activity"))
        before = self.sub_activity
        if not self._add_part(line, line.text("sub_activity")):
            self._add_sub_activity(line.text("sub_activity"))
            self._add_indicator(line, is_new_sub=self.sub_activity is not before)

    def note(
        self, code: str, severity: Severity, indicator: Indicator | None, **params: Any
    ) -> None:
        self.pending.append((Finding(code, severity, params=params), indicator))

    def add_programme(self, number: str, text: str) -> None:
        """Begins a programme unless the text is empty or only repeats the running one."""
        mark, name = programme_name(flat(text))
        if not name or (self.programme and same(self.programme.name, name)):
            return
        if mark is None and not self.numbers_are_rows:
            mark = mark_of(number)
        last = self.programme.number if self.programme else 0
        value = mark.value if mark and mark.style != "dotted" else 0
        if not last < value <= MAX_NUMBER:
            value = last + 1
        self.programmes.append(Programme(value, name))

    def add_activity(self, text: str) -> None:
        name = without_mark(text)
        if not name:
            return
        if self.activity and same(self.activity.name, name):
            return
        self._running_programme().activities.append(Activity(name))
        self._sub_mark = split_mark(flat(text))[0]

    def _running_programme(self) -> Programme:
        """The programme to add to; one without a name when the table has not named any yet."""
        if self.programme is None:
            self.programmes.append(Programme(1, ""))
        return self.programmes[-1]

    def _running_activity(self) -> Activity:
        programme = self._running_programme()
        if not programme.activities:
            programme.activities.append(Activity(programme.name))
        return programme.activities[-1]

    def _add_part(self, line: Line, text: str) -> bool:
        """Reads a lettered row below a sub-activity as a part of it; True when that was done."""
        sub, text = self.sub_activity, flat(text)
        if sub is None or not text:
            return False
        mark, rest = split_mark(text)
        has_months = bool(line.months) and not line.is_inherited
        has_work = bool(line.text("indicator") or line.time) or has_months
        if not is_part(mark, sub, sibling=self._sub_mark, has_work=has_work):
            return False
        if not has_work:
            sub.parts.append(rest)
            self._add_loose_extra(line)
            return True
        if not (opens_list(sub.name) or sub.parts):
            return False
        sub.parts.append(rest)
        self._add_work_of_part(sub, line)
        return True

    def _add_work_of_part(self, sub: SubActivity, line: Line) -> None:
        """A part may carry its own indicator, or only ticks: those go to the indicator above."""
        if line.text("indicator") or not sub.indicators:
            self._add_indicator(line, is_new_sub=False, is_part=True)
            return
        indicator = sub.indicators[-1]
        months = self._months(line, indicator)
        indicator.months = tuple(sorted(set(indicator.months) | set(months)))
        self.note("months_on_parts", "look", indicator, part=sub.parts[-1])

    def _add_sub_activity(self, text: str) -> None:
        if not text:
            return
        name, parts = split_parts(text)
        if not parts:
            name = without_mark(text)
        if self.sub_activity and same(self.sub_activity.name, name):
            return
        self._running_activity().sub_activities.append(SubActivity(name, parts))
        self._sub_mark = split_mark(flat(text))[0]

    def _add_indicator(self, line: Line, *, is_new_sub: bool, is_part: bool = False) -> None:
        text = flat(line.text("indicator"))
        if not (text or line.months or line.time):
            self._add_loose_extra(line)
            return
        sub = self.sub_activity
        if sub is None:
            activity = self._running_activity()
            sub = SubActivity(activity.name)
            activity.sub_activities.append(sub)
            is_new_sub = True
        if not text and not is_new_sub and sub.indicators:
            self._add_loose_ticks(sub.indicators[-1], line)
            return
        indicator = Indicator(text or self._missing_text(line, sub))
        if not text:
            self._note_missing(line, indicator)
        if sub.indicators and not is_part and "sub_activity" in line.columns:
            self.note("second_indicator", "look", indicator, count=len(sub.indicators) + 1)
        sub.indicators.append(indicator)
        indicator.months = self._months(line, indicator)
        indicator.extra = self._extra(line)
        self._last_text, self._last_extra = indicator.text, indicator.extra

    def _missing_text(self, line: Line, sub: SubActivity) -> str:
        return self._last_text if "indicator" in line.covered and self._last_text else sub.name

    def _note_missing(self, line: Line, indicator: Indicator) -> None:
        if "indicator" in line.covered and self._last_text:
            self.note("indicator_shared", "note", indicator)
        elif "indicator" in line.columns:
            self.note("indicator_missing", "look", indicator)

    def _add_loose_ticks(self, indicator: Indicator, line: Line) -> None:
        """Ticks in a row without words belong to the row above."""
        months = self._months(line, indicator)
        if set(months) - set(indicator.months):
            had_months = bool(indicator.months)
            indicator.months = tuple(sorted(set(indicator.months) | set(months)))
            if had_months:
                self.note("ticks_without_text", "look", indicator, months=list(months))

    def _add_loose_extra(self, line: Line) -> None:
        if self.indicator is not None:
            for label, text in line.extra.items():
                known = self.indicator.extra.get(label)
                self.indicator.extra[label] = f"{known} {text}" if known else text

    def _extra(self, line: Line) -> dict[str, str]:
        inherited = {
            label: text for label, text in self._last_extra.items() if label in line.covered_extra
        }
        return {**inherited, **line.extra}

    def _months(self, line: Line, indicator: Indicator) -> tuple[int, ...]:
        self.glyphs += [(glyph, indicator) for glyph in line.glyphs]
        if line.is_shaded:
            self.shaded.append(indicator)
        if line.odd:
            texts = "; ".join(dict.fromkeys(line.odd.values()))
            self.note("month_text", "look", indicator, text=texts, months=sorted(line.odd))
        if line.months or not line.time:
            return tuple(sorted(line.months))
        time = months_in_words(line.time, self.year)
        if time.how == "unread":
            self.undated.add(id(indicator))
            self.note("time_unread", "must", indicator, text=line.time)
        elif time.how in TIME_FINDINGS:
            code = TIME_FINDINGS[time.how]
            self.note(code, "look", indicator, text=line.time, months=list(time.months))
        return time.months


def same(one: str, other: str) -> bool:
    return flat(one).casefold() == flat(other).casefold()


def without_mark(text: str) -> str:
    """The text without the number or letter in front, unless it holds a list of its own."""
    lines = text.split("\n")
    marked = sum(1 for line in lines if split_mark(line)[0] is not None)
    return flat(text) if marked > 1 else split_mark(flat(text))[1]


def is_programme_line(text: str) -> bool:
    """Whether a line of text names a programme, as "Program II: Penataan Tata Laksana" does."""
    return bool(_PROGRAMME_WORDS.match(text))


def programme_name(text: str) -> tuple[Mark | None, str]:
    """The number and the name in "II. Penataan Tata Laksana" or "Area 4: Penataan Tata Laksana"."""
    text = _CONTINUED.sub("", text)
    if found := _PROGRAMME_WORDS.match(text):
        number = found["number"] or ""
        value = roman_value(number)
        mark = Mark("roman", value) if value is not None else mark_of(number)
        return mark, split_mark(found["name"])[1]
    return split_mark(text)
