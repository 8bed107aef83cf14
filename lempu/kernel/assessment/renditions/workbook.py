"""The sheet as an Excel workbook in the official order and columns, which computes its own totals.

Column order as offices fill it in: Penilaian, Bobot, Penjelasan, Pilihan Jawaban, Jawaban, Nilai, %,
Catatan, Eviden; then the assessor's answer and value. The words are those of the official sheet.
"""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from lempu.kernel.assessment.scoring import Instrument, as_text
from lempu.kernel.assessment.scoring.instrument import Question, ResultLine, SubArea

SAFE: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
HEADS: Final = (
    "No", "Penilaian", "Bobot", "Penjelasan", "Pilihan Jawaban", "Jawaban", "Nilai", "%",
    "Catatan/Keterangan/Penjelasan", "Eviden", "Jawaban TPI", "Nilai TPI", "% TPI", "Catatan TPI",
)  # fmt: skip
#: The reader skips whatever stands before the heads.
EVIDENCE: Final = (
    "Tautan di kolom Eviden terbuka bila berkas ini terletak di dalam folder berkas bukti."
)
HEAD: Final = 6
TOTAL: Final = "NILAI EVALUASI"
ZERO: Final = Fraction(0)
#: (letter of the answer, letter of the value, letter of the share) of office and TPI
SIDES: Final = (("F", "G", "H"), ("K", "L", "M"))


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the workbook: values, counts, notes and the pages of the evidence by item.

    ``pages`` are paths within a bundle, to which the workbook leads when it lies in one. ``at`` is
    when the file says it was made (without it, the same content gives other bytes). ``worth`` are the
    values from 0 to 1 of both sides, for programs that show a workbook without computing it.
    """

    office: str
    year: int
    values: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    judged: Mapping[str, str] = field(default_factory=dict)
    judged_notes: Mapping[str, str] = field(default_factory=dict)
    worth: tuple[Mapping[str, Fraction], Mapping[str, Fraction]] = ({}, {})
    at: dt.datetime | None = None


def write_workbook(instrument: Instrument, filled: Filled) -> bytes:
    """The workbook as bytes. Its formulas give the totals of the score, up to Excel's own precision."""
    import xlsxwriter  # noqa: PLC0415 -- heavy

    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, SAFE) as book:
        if filled.at is not None:
            book.set_properties({"created": filled.at.astimezone(dt.UTC).replace(tzinfo=None)})
        _Writer(book, instrument, filled).write()
    return memory.getvalue()


def _value_formula(scale: Mapping[str, Fraction], cell: str) -> str:
    """Nested IFs, the only form every spreadsheet program computes alike."""
    made = "0"
    for option, value in reversed(list(scale.items())):
        made = f'IF({cell}="{option}",{as_text(value)},{made})'
    return f"={made}"


class _Writer:
    """Writes line after line and remembers where each part stands, so that sums can name it."""

    def __init__(self, book: Any, instrument: Instrument, filled: Filled) -> None:
        self.instrument, self.filled = instrument, filled
        self.sheet = book.add_worksheet("LKE")
        self.line = HEAD
        self.known: dict[tuple[str, int], Fraction] = {}
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.link = book.add_format({"text_wrap": True, "valign": "top", "underline": 1})
        self.number = book.add_format({"num_format": "0.00", "valign": "top"})
        self.percent = book.add_format({"num_format": "0.00%", "valign": "top"})

    def write(self) -> None:
        self._top()
        enablers = [self._aspect(aspect) for aspect in self.instrument.aspects]
        above = self._sum("A", "Pengungkit", 100 - self._results_weight(), enablers)
        groups = [self._group(key, name) for key, name in self.instrument.result_groups.items()]
        below = self._sum("B", "Hasil", self._results_weight(), groups)
        self._sum("", TOTAL, Fraction(100), [above, below])

    def _top(self) -> None:
        sheet = self.sheet
        sheet.write_string(0, 0, "LEMBAR KERJA EVALUASI ZONA INTEGRITAS", self.bold)
        for row, (name, text) in enumerate(
            (("Satker", self.filled.office), ("Tahun", str(self.filled.year)),
             ("Instrumen", self.instrument.key), ("Eviden", EVIDENCE)), start=1,
        ):  # fmt: skip
            sheet.write_string(row, 0, name)
            sheet.write_string(row, 1, text)
        for column, head in enumerate(HEADS):
            sheet.write_string(HEAD - 1, column, head, self.bold)
        for column, width in enumerate((9, 46, 8, 46, 14, 11, 9, 9, 40, 40, 11, 9, 9, 40)):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(HEAD, 2)

    def _results_weight(self) -> Fraction:
        return sum((each.weight for each in self.instrument.results.values()), Fraction(0))

    def _aspect(self, aspect: str) -> int:
        parts = []
        for area in self.instrument.areas:
            subs = [
                s for s in self.instrument.sub_areas.values()
                if (s.area, s.aspect) == (area.number, aspect)
            ]  # fmt: skip
            if subs:
                inner = [self._sub_area(sub) for sub in subs]
                weight = sum((sub.weight for sub in subs), Fraction(0))
                parts.append(self._sum(str(area.number), area.name, weight, inner))
        weight = sum(
            (s.weight for s in self.instrument.sub_areas.values() if s.aspect == aspect),
            Fraction(0),
        )
        return self._sum("", aspect.capitalize(), weight, parts)

    def _sub_area(self, sub: SubArea) -> int:
        asked = self.instrument.questions_of(sub.key)
        lines = [self._question(question) for question in asked]
        row = self._line(sub.key, sub.name, sub.weight, self.bold)
        for _answer, value, share in SIDES:
            cells = "+".join(f"{value}{line}" for line in lines)
            known = sum((self.known[value, line] for line in lines), ZERO)
            known = known / len(lines) * sub.weight
            self._formula(value, row, f"=({cells})/{len(lines)}*C{row}", known)
            self._share(row, value, share, sub.weight)
        return row

    def _question(self, question: Question) -> int:
        places = {}
        for key, text in question.counts if question.is_ratio else ():
            places[key] = self._count(question, key, text)
        row = self._line(question.id, question.text, None, self.wrap)
        self.sheet.write_string(
            row - 1, 3, "\n".join(_options(self.instrument, question)), self.wrap
        )
        self.sheet.write_string(row - 1, 4, _kind(self.instrument, question.scale))
        self._texts(row, question.id)
        scale = self.instrument.scales.get(question.scale, {})
        self._ratio(row, question, places) if question.is_ratio else self._option(row, question.id)
        for side, (answer, value, _share) in enumerate(SIDES):
            cell = f"{answer}{row}"
            formula = (
                f"=MAX(0,MIN(1,N({cell})))" if question.is_ratio else _value_formula(scale, cell)
            )
            self._formula(value, row, formula, self.filled.worth[side].get(question.id, ZERO))
        return row

    def _option(self, row: int, item: str) -> None:
        self.sheet.write_string(row - 1, 5, self.filled.values.get(item, ""))
        self.sheet.write_string(row - 1, 10, self.filled.judged.get(item, ""))

    def _ratio(self, row: int, question: Question, places: Mapping[str, int]) -> None:
        """The ratio as its own formula over the counts, or as the number that was given."""
        value = self.filled.values.get(question.id, "")
        if self.filled.counts.get(question.id):
            above, below = (_sum(question, side, places) for side in ("numerator", "denominator"))
            self.sheet.write_formula(
                f"F{row}", f"=IF(({below})=0,{value or 0},({above})/({below}))", self.number,
                float(value or 0),
            )  # fmt: skip
        elif value:
            self.sheet.write_number(row - 1, 5, float(value), self.number)
        if judged := self.filled.judged.get(question.id, ""):
            self.sheet.write_number(row - 1, 10, float(judged), self.number)

    def _count(self, question: Question, key: str, text: str) -> int:
        row = self._line(f"{question.id}.{key}", f"  {text}", None, self.wrap)
        self.sheet.write_string(row - 1, 4, "Jumlah")
        counted = self.filled.counts.get(question.id, {})
        if key in counted:
            self.sheet.write_number(row - 1, 5, counted[key])
        return row

    def _group(self, key: str, name: str) -> int:
        lines = [each for each in self.instrument.results.values() if each.group == key]
        rows = [self._result(each) for each in lines]
        weight = sum((each.weight for each in lines), Fraction(0))
        return self._sum("", name, weight, rows)

    def _result(self, line: ResultLine) -> int:
        row = self._line(line.key, line.name, line.weight, self.wrap)
        self._texts(row, line.key)
        if line.maximum is None:
            self._option(row, line.key)
        else:
            for column, given in ((5, self.filled.values), (10, self.filled.judged)):
                if text := given.get(line.key, ""):
                    self.sheet.write_number(row - 1, column, float(text), self.number)
        for side, (answer, value, share) in enumerate(SIDES):
            cell = f"{answer}{row}"
            if line.maximum is None:
                scale = _value_formula(self.instrument.scales[line.scale], cell).removeprefix("=")
            else:
                scale = f"N({cell})/{as_text(line.maximum)}"
            known = self.filled.worth[side].get(line.key, ZERO) * line.weight
            self._formula(value, row, f"=({scale})*C{row}", known)
            self._share(row, value, share, line.weight)
        return row

    def _sum(self, code: str, name: str, weight: Fraction, rows: Sequence[int]) -> int:
        row = self._line(code, name, weight, self.bold)
        for _answer, value, share in SIDES:
            cells = "+".join(f"{value}{each}" for each in rows)
            known = sum((self.known[value, each] for each in rows), ZERO)
            self._formula(value, row, f"={cells}", known)
            self._share(row, value, share, weight)
        return row

    def _formula(self, letter: str, row: int, formula: str, known: Fraction) -> None:
        self.known[letter, row] = known
        self.sheet.write_formula(f"{letter}{row}", formula, self.number, float(known))

    def _share(self, row: int, value: str, share: str, weight: Fraction) -> None:
        known = float(self.known[value, row] / weight)
        self.sheet.write_formula(f"{share}{row}", f"={value}{row}/C{row}", self.percent, known)

    def _line(self, code: str, name: str, weight: Fraction | None, form: Any) -> int:
        self.sheet.write_string(self.line, 0, code, form)
        self.sheet.write_string(self.line, 1, name, form)
        if weight is not None:
            self.sheet.write_number(self.line, 2, float(weight), self.number)
        self.line += 1
        return self.line

    def _texts(self, row: int, item: str) -> None:
        filled = self.filled
        for column, text in ((8, filled.notes), (13, filled.judged_notes)):
            self.sheet.write_string(row - 1, column, text.get(item, ""), self.wrap)
        if page := filled.pages.get(item):
            self.sheet.write_url(row - 1, 9, f"external:{page}", self.link, page)


def _options(instrument: Instrument, question: Question) -> list[str]:
    names = list(instrument.scales.get(question.scale, {}))
    return [
        f"{name}. {text}" if text != name else name
        for name, text in zip(names, question.options, strict=False)
    ]


def _kind(instrument: Instrument, scale: str) -> str:
    return "/".join(instrument.scales.get(scale, {})) or "%"


def _sum(question: Question, side: str, places: Mapping[str, int]) -> str:
    """The terms of a side as cells; a sum that was not counted itself is that of its parts."""
    sums = question.formula.get("sums", {})
    terms = []
    for term in question.formula[side]:
        sign, key = ("-", term[1:]) if term.startswith("-") else ("+", term)
        cell = f"N(F{places[key]})"
        if key in sums:
            parts = "+".join(f"N(F{places[part]})" for part in sums[key])
            cell = f'IF(F{places[key]}="",{parts},{cell})'
        terms.append(f"{sign}{cell}")
    return "".join(terms).lstrip("+")
