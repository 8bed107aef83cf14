"""Papers of an assessment: the report of the evaluation (LHE) and the sheet leaders present from.

Their words are those of official papers, in Indonesian whatever the language of the screen.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format

from lempu.kernel.accounts.models import User
from lempu.kernel.assessment.enums import Column, RoundState
from lempu.kernel.assessment.models import Assessment, Round
from lempu.kernel.assessment.scoring import Instrument, Score, Test, score
from lempu.kernel.assessment.selectors.answers import current_round, given_in, sheet_of
from lempu.kernel.assessment.selectors.mapping import by_item, mapped_rows, plan_of
from lempu.kernel.assessment.selectors.pages import points
from lempu.kernel.assessment.selectors.scores import scores_of, values_of
from lempu.kernel.assessment.selectors.thresholds import name_of_test, tables_of, way_to
from lempu.shared.paper import blocks as paper
from lempu.shared.paper.blocks import Block, Document, Signature, heading, prose, table

Head = paper.Column
BLANK: Final = "……………………"
STEPS: Final = 6


def judged_round(assessment: Assessment) -> Round | None:
    """The latest round that assessors closed; None before the first."""
    closed = assessment.rounds.filter(state__in=[RoundState.RETURNED, RoundState.CONCLUDED])
    return closed.select_related("closed_by", "signed_by").order_by("-number").first()


def report_of_evaluation(assessment: Assessment, round_: Round) -> Document:
    """The LHE of a closed round: self-assessment beside desk evaluation, what lacks, what is advised."""
    instrument = assessment.instrument
    theirs = _values(round_.content["answers"])
    mine = _values(round_.verdicts.get(Column.TPI, {}))
    claimed, found = (score(sheet_of(instrument, each)) for each in (theirs, mine))
    blocks = [
        *prose(_opening(assessment, round_)),
        heading("Nilai penilaian mandiri dan evaluasi"),
        _components(instrument, claimed, found),
        heading("Pemenuhan syarat minimal"),
        _minimums(found),
        *_lacking(instrument, round_),
        *_advice(instrument, round_, theirs),
        *_praise(instrument, round_, theirs, mine),
        *prose(_closing(round_)),
    ]
    return _paper(
        assessment,
        title=f"Laporan Hasil Evaluasi Zona Integritas {assessment.year}",
        number=BLANK,
        blocks=blocks,
        signatures=[
            Signature("Mengetahui,", ["Pimpinan satuan kerja"], _name(round_.signed_by), ""),
            Signature("", ["Tim Penilai Internal"], _name(round_.closed_by), ""),
        ],
        footer=f"Putaran {round_.number}, sidik isi {round_.content_hash[:12]}, "
        f"sidik putusan {round_.verdicts_hash[:12]}",
    )


def presentation_of(assessment: Assessment) -> Document:
    """One page for leaders: three scores, every test with its distance, what to do next."""
    instrument = assessment.instrument
    answers = given_in(current_round(assessment), Column.UNIT)
    scores = scores_of(assessment, answers)
    goal = instrument.predicates[0]
    rows = by_item(mapped_rows(plan_of(assessment), instrument))
    way = way_to(instrument, values_of(assessment, answers)["claimed"], goal, rows)
    first = tables_of(scores.claimed)[0]
    lines = [[step.item, step.text, step.gain] for step in way.steps[:STEPS]]
    blocks = [
        table(
            [Head("Nilai klaim", 1, "center"), Head("Nilai terverifikasi", 1, "center"),
             Head("Perkiraan akhir tahun", 1, "center")],
            [[points(s.total) for s in (scores.claimed, scores.verified, scores.forecast)]],
        ),
        table(
            [Head(f"Syarat {goal}", 5), Head("Nilai", 1, "right"), Head("Minimal", 1, "right"),
             Head("Selisih", 1, "right"), Head("", 2)],
            [[str(r.name), r.value, r.minimum, r.distance, "terpenuhi" if r.holds else "belum"]
             for r in first.rows],
        ),
        heading("Langkah terpendek"),
        table([Head("Kode", 1), Head("Pertanyaan", 6), Head("Poin", 1, "right")], lines)
        if lines else Block("text", text="Tidak ada jawaban yang perlu dinaikkan."),
    ]  # fmt: skip
    return _paper(
        assessment,
        title=f"Lembar Paparan Zona Integritas {assessment.year}",
        number="",
        blocks=blocks,
        signatures=[],
        footer=f"{assessment.office.name}, {len(way.steps)} langkah menuju {goal}",
    )


def _name(person: User | None) -> str:
    return person.name if person else BLANK


def _values(answers: Mapping[str, Any]) -> dict[str, str]:
    return {item: each["value"] for item, each in answers.items()}


def _opening(assessment: Assessment, round_: Round) -> str:
    signed = _name(round_.signed_by)
    day = date_format(round_.signed_at, "j F Y") if round_.signed_at else BLANK
    return (
        f"Evaluasi dilakukan terhadap penilaian mandiri {assessment.office.name} tahun "
        f"{assessment.year}, putaran {round_.number}, yang disampaikan {signed} pada {day} beserta "
        f"pernyataan tanggung jawab mutlak. Dasar evaluasi: {assessment.instrument.title}."
    )


def _closing(round_: Round) -> str:
    if round_.state == RoundState.RETURNED:
        return "Satuan kerja memperbaiki hal-hal di atas lalu mengajukan kembali pada putaran berikutnya."
    return f"Evaluasi dinyatakan selesai. {round_.note}".strip()


def _components(instrument: Instrument, claimed: Score, found: Score) -> Block:
    rows = []
    for aspect in instrument.aspects:
        rows.append(
            [
                aspect.capitalize(),
                *_three(
                    _weight(instrument, aspect),
                    claimed.part(None, aspect),
                    found.part(None, aspect),
                ),
            ]
        )
        rows += [
            [f"   {area.number}. {area.name}",
             *_three(_weight(instrument, aspect, area.number), claimed.part(area.number, aspect),
                     found.part(area.number, aspect))]
            for area in instrument.areas
        ]  # fmt: skip
    rows += [
        [line.name, *_three(line.weight, claimed.results[key], found.results[key])]
        for key, line in instrument.results.items()
    ]
    rows.append(["Nilai evaluasi", *_three(Fraction(100), claimed.total, found.total)])
    heads = [
        Head("Komponen", 5),
        Head("Bobot", 1, "right"),
        Head("Penilaian mandiri", 2, "right"),
        Head("Evaluasi", 2, "right"),
    ]
    return table(heads, rows, total=True)


def _three(*values: Fraction) -> list[str]:
    return [points(value) for value in values]


def _weight(instrument: Instrument, aspect: str, area: int | None = None) -> Fraction:
    return sum(
        (s.weight for s in instrument.sub_areas.values()
         if s.aspect == aspect and area in (None, s.area)),
        Fraction(0),
    )  # fmt: skip


def _minimums(found: Score) -> Block:
    tests = [test for test in found.tests() if not test.holds]
    rows = [_minimum(found.instrument, test) for test in tests] or [
        ["Semua syarat terpenuhi", "", "", ""]
    ]
    heads = [
        Head("Syarat yang belum terpenuhi", 4),
        Head("Predikat", 1),
        Head("Nilai", 1, "right"),
        Head("Minimal", 1, "right"),
    ]
    return table(heads, rows)


def _minimum(instrument: Instrument, test: Test) -> list[str]:
    return [
        str(name_of_test(instrument, test.id)),
        test.predicate,
        points(test.value),
        points(test.minimum),
    ]


def _lacking(instrument: Instrument, round_: Round) -> list[Block]:
    """Questions that were claimed and have no evidence."""
    proofs, answers = round_.content["proofs"], round_.content["answers"]
    lacking = [
        f"- {item} {instrument.questions[item].text}"
        for item, each in answers.items()
        if each["value"] and not proofs.get(item) and item in instrument.questions
    ]
    if not lacking:
        return []
    return [heading("Dokumen yang belum ada"), *prose("\n".join(lacking))]


def _advice(instrument: Instrument, round_: Round, theirs: Mapping[str, str]) -> list[Block]:
    """The words of assessors where they differ, and those to the whole office."""
    told = [
        f"- {item} {each['note']}"
        for item, each in round_.verdicts.get(Column.TPI, {}).items()
        if each["note"] and each["value"] != theirs.get(item, "")
    ]
    words = [round_.note] if round_.state == RoundState.RETURNED else []
    if not told and not words:
        return []
    return [heading("Rekomendasi"), *prose("\n".join([*words, *told]))]


def _praise(
    instrument: Instrument, round_: Round, theirs: Mapping[str, str], mine: Mapping[str, str]
) -> list[Block]:
    confirmed = sum(bool(value) and theirs.get(item) == value for item, value in mine.items())
    if not confirmed:
        return []
    text = f"{confirmed} jawaban satuan kerja dibenarkan penilai sebagaimana adanya."
    return [heading("Apresiasi"), *prose(text)]


def _paper(
    assessment: Assessment,
    *,
    title: str,
    number: str,
    blocks: list[Block],
    signatures: list[Signature],
    footer: str,
) -> Document:
    meta = [("Nomor", number)] if number else []
    return Document(
        title=title,
        institution=[],
        address=[],
        meta=[*meta, ("Hal", title), ("Satker", assessment.office.name)],
        dated=date_format(timezone.localdate(), "j F Y"),
        recipient=[],
        blocks=blocks,
        signatures=signatures,
        annexes=[],
        footer=footer,
    )
