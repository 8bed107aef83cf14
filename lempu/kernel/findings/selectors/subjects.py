"""An obligation with all that the rules ask of it, in as many queries whatever there is."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef

from lempu.kernel.evidence.models import Evidence, Version
from lempu.kernel.evidence.selectors.findings import span_of
from lempu.kernel.files.enums import StepName, TextSource
from lempu.kernel.files.models import Facts, Mark, Page, Step, StoredFile
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.plans.enums import Expectation

#: Letters of a file that rules read.
READ = 200_000


@dataclass(slots=True)
class Piece:
    """One piece of evidence that is offered: its latest version, and what is known of its file."""

    evidence: Evidence
    version: Version
    facts: Facts | None = None
    pages: list[tuple[int, str, str]] = field(default_factory=list)
    marks: list[tuple[str, int, str]] = field(default_factory=list)
    recognition: str = ""

    @property
    def file(self) -> StoredFile | None:
        return self.version.file

    @property
    def text(self) -> str:
        return "\n".join(text for _number, text, _source in self.pages)

    @property
    def is_recognised(self) -> bool:
        return any(source == TextSource.OCR for _number, _text, source in self.pages)

    @property
    def is_bare(self) -> bool:
        """A picture, or pages that are pictures only."""
        return self.file is not None and (
            self.file.is_picture or bool(self.facts and self.facts.is_scan)
        )

    def marks_of(self, kind: str) -> list[tuple[int, str]]:
        return [(number, bits) for known, number, bits in self.marks if known == kind]

    def page_at(self, place: int) -> int:
        """The page that a place in ``text`` is on."""
        for number, text, _source in self.pages:
            if place <= len(text):
                return number
            place -= len(text) + 1
        return 1


@dataclass(slots=True)
class Subject:
    obligation: Obligation
    pieces: list[Piece]

    @property
    def is_once(self) -> bool:
        """A row that asks for one document ever takes any date, and the same file in its other months."""
        return self.obligation.indicator.expectation == Expectation.ONCE

    @property
    def span(self) -> tuple[dt.date, dt.date]:
        return span_of(self.obligation)


def subject_of(obligation_id: int) -> Subject:
    rows = Obligation.objects.for_listing().select_related("office__parent")
    obligation = rows.get(pk=obligation_id)
    offered = obligation.evidence.offered().with_versions()
    pieces = [Piece(evidence, evidence.current) for evidence in offered]
    _add_content(pieces)
    return Subject(obligation, pieces)


def _add_content(pieces: list[Piece]) -> None:
    """Facts, text, marks and how recognition ended, for all pieces together."""
    files = {piece.version.file_id for piece in pieces} - {None}
    if not files:
        return
    facts = {row.file_id: row for row in Facts.objects.filter(file__in=files)}
    pages: dict[int, list[Any]] = defaultdict(list)
    texts = Page.objects.filter(file__in=files).order_by("number")
    for file, *page in texts.values_list("file", "number", "text", "source"):
        pages[file].append(tuple(page))
    marks: dict[int, list[Any]] = defaultdict(list)
    for file, *mark in Mark.objects.filter(file__in=files).values_list(
        "file", "kind", "number", "bits"
    ):
        marks[file].append(tuple(mark))
    ocr = Step.objects.filter(file__in=files, name=StepName.OCR)
    ended = {
        file: f"{state} {reason}"
        for file, state, reason in ocr.values_list("file", "state", "reason")
    }
    for piece in pieces:
        key = piece.version.file_id or 0
        piece.facts, piece.recognition = facts.get(key), ended.get(key, "")
        piece.pages, piece.marks = _within(pages[key]), marks[key]


def _within(pages: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    kept, left = [], READ
    for number, text, source in pages:
        kept.append((number, text[:left], source))
        left -= len(text)
        if left <= 0:
            break
    return kept


def offered_elsewhere(subject: Subject, files: "set[int] | list[int]") -> dict[int, list[Version]]:
    """File -> the versions that offer it now for other obligations, of any office; one query.

    On a row that asks for one document ever, its own other months do not count.
    """
    newer = Version.objects.filter(evidence=OuterRef("evidence"), number__gt=OuterRef("number"))
    rows = Version.objects.filter(~Exists(newer), file__in=files, evidence__withdrawn_at=None)
    rows = rows.exclude(evidence__obligation=subject.obligation.pk)
    if subject.is_once:
        rows = rows.exclude(evidence__obligation__indicator=subject.obligation.indicator_id)
    found: dict[int, list[Version]] = defaultdict(list)
    for version in rows.select_related("file", "evidence__obligation__indicator").order_by("pk"):
        found[version.file_id or 0].append(version)
    return found
