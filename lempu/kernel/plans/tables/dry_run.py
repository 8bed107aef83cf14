"""What the dry run shows: the reading with every finding beside the row it speaks of."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.dates import MONTHS
from django.utils.functional import Promise

from lempu.kernel.plans.enums import Choice, Severity
from lempu.kernel.plans.models import Import, PlanFinding
from lempu.kernel.plans.readers.structure import Finding, Reading, Row, walk
from lempu.kernel.plans.services import findings

Piece = tuple[str, bool]
#: up to a stop that a space follows, skipping what stands in quotes
HEADLINE = re.compile(r"(?:“[^”]*”|[^“])*?[.:](?=\s)")
ORDER = {Severity.MUST: 0, Severity.LOOK: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Month:
    """One cell of a row's strip; ``look`` is on, gap (nothing where a tick is due) or empty."""

    number: int
    name: str | Promise
    look: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One finding in words, with what may be answered and what was."""

    position: int
    severity: str
    message: str
    action: str
    choices: list[Choice]
    decision: str
    months: list[int]
    row: str

    @property
    def is_open(self) -> bool:
        return self.severity == Severity.MUST and not self.decision

    @property
    def decision_label(self) -> str | Promise:
        return Choice(self.decision).label if self.decision in Choice.values else ""

    @property
    def headline(self) -> str:
        """The message up to its first full stop or colon outside quotes: what is set in bold."""
        found = HEADLINE.match(self.message)
        return found[0] if found else self.message

    @property
    def detail(self) -> str:
        return self.message[len(self.headline) :].strip()

    @property
    def css(self) -> str:
        return {"must": "is-must", "look": "is-look"}.get(self.severity, "is-ok")

    @property
    def icon(self) -> str:
        return {"must": "alert-circle", "look": "alert-triangle"}.get(self.severity, "check")


@dataclass(slots=True)
class DryRow:
    """One indicator as it was read; texts come in pieces, the doubtful ones marked."""

    code: str
    sub_activity: list[Piece]
    indicator: list[Piece]
    parts: list[list[Piece]]
    months: list[Month]
    verdicts: list[Verdict] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return any(verdict.is_open for verdict in self.verdicts)

    @property
    def weight(self) -> int:
        return min((ORDER[Severity(v.severity)] for v in self.verdicts), default=9)


@dataclass(slots=True)
class DryRun:
    """The whole page; ``rows`` are all of them, ``shown`` those of the chosen filter."""

    reading: Reading
    totals: dict[str, int]
    document: list[Verdict]
    rows: list[DryRow]

    @property
    def day(self) -> dt.date | None:
        return day_of(self.reading)

    @property
    def with_findings(self) -> list[DryRow]:
        return sorted((row for row in self.rows if row.verdicts), key=lambda row: row.weight)

    @property
    def undecided(self) -> list[DryRow]:
        return [row for row in self.rows if row.is_open]

    @property
    def clean(self) -> int:
        return sum(not row.verdicts for row in self.rows)

    def shown(self, name: str) -> list[DryRow]:
        if name == "semua":
            return self.rows
        return self.undecided if name == "putuskan" else self.with_findings


def day_of(reading: Reading) -> dt.date | None:
    """The date of the decree, when the file gives a real one."""
    try:
        return dt.date.fromisoformat(reading.decree.date or "")
    except ValueError:
        return None


def dry_run_of(imported: Import) -> DryRun:
    """The page of a reading; texts of findings in the active language."""
    content: dict[str, Any] = imported.reading or {}
    reading = Reading.from_json(content)
    verdicts = verdicts_of(imported)
    by_row: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        by_row.setdefault(verdict.row, []).append(verdict)
    rows = [
        _row(row, by_row.get(row.code, []), _spans(row.code, content))
        for row in walk(reading.programmes)
    ]
    known = {row.code for row in rows}
    document = [verdict for verdict in verdicts if verdict.row not in known]
    return DryRun(reading, reading.totals(), document, rows)


def verdicts_of(imported: Import) -> list[Verdict]:
    """Every finding of a reading with what was answered to it."""
    return [
        _verdict(position, data, imported.decisions.get(str(position), {}))
        for position, data in enumerate((imported.reading or {}).get("findings", []))
    ]


def verdict_of(found: PlanFinding) -> Verdict:
    """A finding that came along into a draft."""
    return _verdict(found.position, found.content, {"choice": found.decision})


def _verdict(position: int, data: dict[str, Any], answer: dict[str, Any]) -> Verdict:
    finding = Finding.from_json(data)
    return Verdict(
        position=position,
        severity=finding.severity,
        message=finding.message,
        action=finding.action,
        choices=findings.choices_for(data),
        decision=answer.get("choice", ""),
        months=answer.get("months", []),
        row=finding.row or "",
    )


def _spans(code: str, content: dict[str, Any]) -> dict[str, list[str]]:
    """The doubtful words of a row, by the text they stand in."""
    found: dict[str, list[str]] = {}
    for data in content.get("findings", []):
        if data.get("row") == code and data.get("span") and data.get("field"):
            found.setdefault(data["field"], []).append(data["span"])
    return found


def _row(row: Row, verdicts: list[Verdict], spans: dict[str, list[str]]) -> DryRow:
    return DryRow(
        code=row.code,
        sub_activity=pieces(row.sub_activity.name, spans.get("sub_activity", [])),
        indicator=pieces(row.indicator.text, spans.get("indicator", [])),
        parts=[pieces(part, spans.get("part", [])) for part in row.sub_activity.parts],
        months=strip(
            _decided(row.indicator.months, verdicts), gap=any(v.is_open for v in verdicts)
        ),
        verdicts=verdicts,
    )


def _decided(months: Iterable[int], verdicts: list[Verdict]) -> set[int]:
    for verdict in verdicts:
        if verdict.decision == Choice.ALL_MONTHS:
            return set(range(1, 13))
        if verdict.decision == Choice.CHOOSE_MONTHS:
            return set(verdict.months)
    return set(months)


def strip(months: Iterable[int], *, gap: bool = False) -> list[Month]:
    """Twelve cells; without any tick they are gaps when one is missed."""
    ticked = set(months)
    empty = "gap" if gap and not ticked else ""
    return [Month(n, MONTHS[n], "on" if n in ticked else empty) for n in range(1, 13)]


def pieces(text: str, spans: list[str]) -> list[Piece]:
    """A text cut where marked words begin and end; the marked pieces come with True."""
    cut: list[Piece] = [(text, False)]
    for span in spans:
        for index, (piece, marked) in enumerate(cut):
            if not marked and span in piece:
                before, after = piece.split(span, 1)
                cut[index : index + 1] = [(before, False), (span, True), (after, False)]
                break
    return [(piece, marked) for piece, marked in cut if piece]
