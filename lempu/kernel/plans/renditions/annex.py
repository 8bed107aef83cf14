"""The annex as it stands on paper, whatever the format: heading, grid with its merges, closing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from lempu.kernel.plans.renditions import legal

Json = Mapping[str, Any]
_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in a month instead of a tick when the annex shows the state of the year.

    ``former``: an earlier version of the plan asked for it, the one in force does not any more.
    """

    glyph: str
    word: str
    late: bool = False
    former: bool = False

    @property
    def text(self) -> str:
        late, former = LATE_SIGN if self.late else "", FORMER_SIGN if self.former else ""
        return f"{self.glyph}{late}{former}"


@dataclass(frozen=True, slots=True)
class Footer:
    """``left`` stands on every page; ``page`` has the places {page} and {pages}."""

    left: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """``rows`` is how many rows of the grid the cell reaches over."""

    text: str
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One row: five cells, None where one from above reaches down; the months' signs; extras."""

    cells: tuple[Cell | None, ...]
    months: tuple[str, ...]
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Closing:
    """The right-hand block under the grid; ``signature`` is "ttd." or empty."""

    place_and_date: list[str] = field(default_factory=list)
    position: list[str] = field(default_factory=list)
    signature: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """``heading`` are pairs of label and text (label alone when the text is empty). ``made``, year to
    second, is the moment written into the PDF; without it that of the writing."""

    heading: list[tuple[str, str]]
    title: list[str]
    lines: list[Line]
    closing: Closing
    footer: Footer
    extra_headings: tuple[str, ...] = ()
    legend: list[tuple[str, str]] = field(default_factory=list)
    made: tuple[int, ...] = ()

    @property
    def document_title(self) -> str:
        return " ".join(self.title)


LATE_SIGN: Final = "ᵗ"
#: Asked for by an earlier version of the plan only.
FORMER_SIGN: Final = "ᵛ"
NO_MONTHS: Final = ("",) * 12


def annex_of(
    plan: Json,
    *,
    signed: bool,
    footer: Footer,
    office: str = "",
    marks: Sequence[Mapping[int, Mark]] | None = None,
    as_of: str = "",
    legend: Sequence[tuple[str, str]] = (),
) -> Annex:
    """Lays out the JSON of a plan.

    ``signed`` says that the decree was signed in this very wording: only then does the closing
    bear "ttd.". ``office`` names the office where the plan has no decree yet. ``marks`` has one
    mapping of month to mark per indicator, in order, and turns the annex into a picture of the
    year ``as_of`` a day (ISO 8601); nobody signs that.
    """
    decree = plan["decree"]
    extras = _extra_headings(plan)
    is_state = marks is not None
    return Annex(
        heading=_heading(decree, office)[int(is_state) :],
        title=_title(decree, office, as_of=as_of if is_state else ""),
        lines=list(_lines(plan, extras, iter(marks) if marks is not None else None)),
        closing=Closing() if is_state else _closing(decree, signed=signed),
        footer=footer,
        extra_headings=extras,
        legend=list(legend),
    )


def _closing(decree: Json, *, signed: bool) -> Closing:
    signatory = decree.get("signatory") or {}
    place, date = _clean(decree.get("place")), decree.get("date")
    where = [f"Ditetapkan di {place}"] if place else []
    when = [f"pada tanggal {legal.long_date(date)}"] if date else []
    return Closing(
        place_and_date=where + when,
        position=legal.signing_lines(_clean(signatory.get("position"))),
        signature=legal.SIGNED if signed else "",
        name=_clean(signatory.get("name")),
    )


def _heading(decree: Json, office: str) -> list[tuple[str, str]]:
    """The corner of the annex; number and date stay open until the decree has them."""
    number, date, title = decree.get("number"), decree.get("date"), _clean(decree.get("title"))
    full_number = (
        legal.number_with_year(_clean(number), year=decree.get("year"), date=date) if number else ""
    )
    name = _clean(decree.get("office")) or office
    lines = [
        ("Lampiran", ""),
        (f"Surat Keputusan {name}".strip(), ""),
        ("Nomor :", full_number),
        ("Tanggal :", legal.long_date(date) if date else ""),
    ]
    return [*lines, ("Tentang :", title)] if title else lines


def _title(decree: Json, office: str, *, as_of: str) -> list[str]:
    """The year is named when the decree's number does not tell it."""
    year, date = decree.get("year"), decree.get("date")
    title = [legal.STATE_TITLE if as_of else legal.TITLE]
    if name := _clean(decree.get("office")) or office:
        title.append(name.upper())
    if year and (as_of or not decree.get("number") or (date and int(date[:4]) != year)):
        title.append(f"TAHUN {year}")
    if as_of:
        title.append(f"per {legal.long_date(as_of)}")
    return title


def _extra_headings(plan: Json) -> tuple[str, ...]:
    labels = (label for item in _indicators(plan) for label in item.get("extra", {}))
    return tuple(dict.fromkeys(labels))


def _indicators(plan: Json) -> Iterator[Json]:
    for programme in plan["programmes"]:
        for activity in programme["activities"]:
            for sub in activity["sub_activities"]:
                yield from sub["indicators"]


def _lines(
    plan: Json, extras: tuple[str, ...], marks: Iterator[Mapping[int, Mark]] | None
) -> Iterator[Line]:
    for programme in plan["programmes"]:
        rows = [row for activity in programme["activities"] for row in _activity(activity)]
        rows = rows or [_Row(activity=Cell(""))]
        for place, row in enumerate(rows):
            number = Cell(str(programme["number"]), len(rows)) if place == 0 else None
            name = Cell(_clean(programme["name"]), len(rows)) if place == 0 else None
            yield Line(
                (number, name, row.activity, row.sub_activity, Cell(row.text)),
                _months(row.indicator, marks),
                tuple(_clean((row.indicator or {}).get("extra", {}).get(key)) for key in extras),
            )


@dataclass(frozen=True, slots=True)
class _Row:
    activity: Cell | None = None
    sub_activity: Cell | None = field(default_factory=lambda: Cell(""))
    indicator: Json | None = None

    @property
    def text(self) -> str:
        return _clean(self.indicator["text"]) if self.indicator else ""


def _activity(activity: Json) -> list[_Row]:
    rows = [row for sub in activity["sub_activities"] for row in _sub_activity(sub)] or [_Row()]
    head = Cell(_clean(activity["name"]), len(rows))
    return [
        _Row(head if place == 0 else None, row.sub_activity, row.indicator)
        for place, row in enumerate(rows)
    ]


def _sub_activity(sub: Json) -> list[_Row]:
    """Its indicators, then its parts a, b, c ... one row each."""
    indicators: list[Json | None] = list(sub["indicators"]) or [None]
    head = Cell(_clean(sub["name"]), len(indicators))
    rows = [
        _Row(None, head if place == 0 else None, indicator)
        for place, indicator in enumerate(indicators)
    ]
    parts = [
        _Row(None, Cell(f"{_letter(place)}. {_clean(part)}"))
        for place, part in enumerate(sub["parts"])
    ]
    return rows + parts


def _letter(place: int) -> str:
    return chr(ord("a") + place) if place < 26 else str(place + 1)


def _months(indicator: Json | None, marks: Iterator[Mapping[int, Mark]] | None) -> tuple[str, ...]:
    if indicator is None:
        return NO_MONTHS
    if marks is None:
        ticked = set(indicator["months"])
        return tuple(legal.TICK if month in ticked else "" for month in range(1, 13))
    signs = next(marks)
    return tuple(signs[month].text if month in signs else "" for month in range(1, 13))


def _clean(text: str | None) -> str:
    """On one line, without what no document may hold."""
    return " ".join(_UNPRINTABLE.sub(" ", text or "").split())
