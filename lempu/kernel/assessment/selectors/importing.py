"""The dry run of a workbook: a verdict for every question, before anything is changed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lempu.kernel.assessment.enums import Column
from lempu.kernel.assessment.models import Assessment, SheetImport
from lempu.kernel.assessment.readers import Expected, Item, Part
from lempu.kernel.assessment.scoring import FaultyAnswer, Instrument
from lempu.kernel.assessment.scoring.answers import values_of
from lempu.kernel.assessment.scoring.instrument import Question
from lempu.kernel.assessment.selectors.answers import (
    Given,
    current_round,
    given_in,
    sheet_of,
)
from lempu.kernel.assessment.selectors.outline import items_of

WORDS: dict[str, str | Promise] = {
    "new": _("New answer"),
    "change": _("Changes the answer"),
    "same": _("As it is now"),
    "empty": _("Empty in the file; what is there stays"),
    "formula": _("The answer is a formula; its last value is taken"),
    "formula_empty": _("The answer is a formula without a value"),
    "merged": _("The cell of the answer is merged with others"),
    "twice": _("The question stands twice in the file"),
    "error": _("The cell shows an error of a formula"),
    "place": _("The file has other questions in this sub-area than the sheet"),
    "count_no_number": _("What was counted is no whole number"),
    "missing": _("The file does not have this question; what is there stays"),
}
#: Verdicts whose rows are taken when a person confirms.
TAKEN = ("new", "change", "formula")
_REGULATION = re.compile(r"\b\d{1,3}/20\d\d\b")
REFUSED = ("formula_empty", "error", "merged", "twice", "place", "outside", "count_no_number")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One row of the dry run."""

    item: str
    text: str
    code: str
    before: str
    value: str
    note: str
    counts: Mapping[str, int]
    line: int
    label: str = ""
    allowed: str = ""

    @property
    def words(self) -> str | Promise:
        if self.code == "outside":
            return _("The value is none this question can have; it takes %(allowed)s") % {
                "allowed": self.allowed
            }
        return WORDS[self.code]

    @property
    def is_taken(self) -> bool:
        return self.code in TAKEN

    @property
    def is_refused(self) -> bool:
        return self.code in REFUSED


@dataclass(frozen=True, slots=True)
class DryRun:
    """``older`` is another instrument or regulation the file names; ``other_weights`` are areas that
    weigh otherwise there (area, there, here); ``missing_parts`` are sub-areas of which the file has no
    question at all."""

    verdicts: list[Verdict]
    unknown: list[str]
    older: str
    missing_parts: list[str]
    other_weights: Sequence[tuple[str, str, str]] = ()

    @property
    def by_place(self) -> int:
        """How many questions were found by their place, without a code or our words."""
        return sum(bool(each.label) for each in self.verdicts)

    def count(self, *codes: str) -> int:
        return sum(each.code in codes for each in self.verdicts)

    @property
    def taken(self) -> int:
        return self.count(*TAKEN)

    @property
    def refused(self) -> int:
        return self.count(*REFUSED)


def expected_of(instrument: Instrument) -> Expected:
    """The instrument as the readers look for it."""
    areas = {area.number: area.name for area in instrument.areas}
    parts = tuple(
        Part(
            key=sub.key,
            aspect=sub.aspect,
            area=areas[sub.area],
            name=sub.name,
            weight=float(sub.weight),
            items=tuple(_item(instrument, each) for each in instrument.questions_of(sub.key)),
        )
        for sub in instrument.sub_areas.values()
    )
    results = tuple(
        Item(line.key, line.name, "letter" if line.scale else "number")
        for line in instrument.results.values()
    )
    laws = " ".join(each["text"] for each in instrument.legal_basis)
    return Expected.of(parts, results, tuple(_REGULATION.findall(laws)))


def _item(instrument: Instrument, question: Question) -> Item:
    options = instrument.scales.get(question.scale, {})
    kind = "number" if question.is_ratio else "yes" if "Ya" in options else "letter"
    return Item(question.id, question.text, kind, tuple(key for key, _text in question.counts))


def dry_run_of(run: SheetImport) -> DryRun:
    """Every question of the sheet with what the file says of it; two queries."""
    assessment = run.assessment
    instrument = assessment.instrument
    answers = given_in(current_round(assessment), Column.UNIT)
    rows = {row["item"]: row for row in run.reading["rows"]}
    verdicts = [
        _verdict(assessment, item, rows.get(item), answers) for item in items_of(instrument)
    ]
    named = run.reading["instrument"]
    return DryRun(
        verdicts=verdicts,
        unknown=run.reading["unknown"],
        older=named if named and named != instrument.key else "",
        missing_parts=_missing_parts(instrument, set(rows)),
        other_weights=[tuple(each) for each in run.reading.get("other_weights", ())],
    )


def _missing_parts(instrument: Instrument, items: set[str]) -> list[str]:
    return [
        f"{sub.key} {sub.name}"
        for sub in instrument.sub_areas.values()
        if not items & {question.id for question in instrument.questions_of(sub.key)}
    ]


def _verdict(
    assessment: Assessment,
    item: str,
    row: Mapping[str, Any] | None,
    answers: Mapping[str, Given],
) -> Verdict:
    instrument = assessment.instrument
    known = instrument.questions.get(item)
    text = known.text if known else instrument.results[item].name
    kept = answers.get(item, Given(item))
    if row is None:
        return Verdict(item, text, "missing", kept.value, "", "", {}, 0)
    value, note = _value(instrument, item, row["value"]), row["note"].strip()
    counts = {}
    if "count_no_number" not in row["faults"]:
        counts = {key: int(float(text)) for key, text in row["counts"].items()}
    code = _code(instrument, item, row, value, note, counts, kept)
    label, allowed = row.get("label", ""), _allowed(instrument, item)
    return Verdict(item, text, code, kept.value, value, note, counts, row["line"], label, allowed)


def _allowed(instrument: Instrument, item: str) -> str:
    """What an item can be answered with, in words: its options, or the range of its number."""
    question, line = instrument.questions.get(item), instrument.results.get(item)
    scale = (question.scale if question else line.scale if line else "") or ""
    if options := instrument.scales.get(scale):
        return ", ".join(options)
    most = line.maximum if line and line.maximum else 1
    return _("a number from 0 to %(most)s") % {"most": most}


def _value(instrument: Instrument, item: str, text: str) -> str:
    """A value as the scale writes it: "ya" is "Ya", "a" is "A", "3,6" is "3.6"."""
    question, line = instrument.questions.get(item), instrument.results.get(item)
    scale = (question.scale if question else line.scale if line else "") or ""
    options = {option.lower(): option for option in instrument.scales.get(scale, {})}
    text = text.strip()
    if options:
        return options.get(text.lower().rstrip("."), text)
    text = text.replace(",", ".")
    return _shared(text) if question is not None else text


def _shared(text: str) -> str:
    """A share written as text: "80 %" is 0.8."""
    number = text.removesuffix("%").strip()
    if number == text or not number.replace(".", "", 1).isdecimal() or len(number) > 12:
        return text
    return f"{(Decimal(number) / 100).normalize():f}"


def _code(
    instrument: Instrument,
    item: str,
    row: Mapping[str, Any],
    value: str,
    note: str,
    counts: Mapping[str, int],
    kept: Given,
) -> str:
    if row["faults"]:
        return str(row["faults"][0])
    if not value and not counts:
        return "empty"
    if counts:
        is_same = dict(kept.counts) == dict(counts) and kept.note == note
    elif not _fits(instrument, item, value):
        return "outside"
    else:
        is_same = kept.value == value and kept.note == note
    if is_same:
        return "same"
    if row["is_formula"]:
        return "formula"
    return "change" if kept.value else "new"


def _fits(instrument: Instrument, item: str, value: str) -> bool:
    try:
        values_of(sheet_of(instrument, {item: value}))
    except (FaultyAnswer, ArithmeticError):
        return False
    return True
