"""What the workbook of an assessment holds."""

from collections.abc import Mapping
from fractions import Fraction

from lempu.kernel.assessment.enums import Column, RoundState
from lempu.kernel.assessment.models import Assessment
from lempu.kernel.assessment.renditions import Filled, write_workbook
from lempu.kernel.assessment.scoring import Instrument
from lempu.kernel.assessment.scoring.answers import values_of
from lempu.kernel.assessment.selectors.answers import current_round, given_in, sheet_of
from lempu.kernel.assessment.selectors.content import proofs_of
from lempu.kernel.plans.exports import Export
from lempu.kernel.plans.renditions import CONTENT_TYPES

FOLDER = "bukti LKE"


def folder_of(instrument: Instrument, item: str) -> str:
    """Where the evidence of a question lies in a bundle: area, sub-area, question."""
    question = instrument.questions.get(item)
    if question is None:
        return f"{FOLDER}/Hasil/{item}"
    sub = instrument.sub_areas[question.sub_area]
    area = next(each for each in instrument.areas if each.number == sub.area)
    return f"{FOLDER}/{area.number} {area.name}/{sub.key} {sub.name}/{item}".replace(
        "/WBBM", " WBBM"
    )


def workbook_of(assessment: Assessment) -> Export:
    """The running round as a workbook; the TPI's side is that of the latest round that was judged."""
    instrument = assessment.instrument
    answers = given_in(current_round(assessment), Column.UNIT)
    judged = _judged(assessment)
    filled = Filled(
        office=assessment.office.name,
        year=assessment.year,
        values={item: each.value for item, each in answers.items()},
        counts={item: each.counts for item, each in answers.items() if each.counts},
        notes={item: each.note for item, each in answers.items()},
        folders={
            item: folder_of(instrument, item)
            for item, pieces in proofs_of(assessment).items()
            if pieces
        },
        judged={item: each["value"] for item, each in judged.items()},
        worth=(
            _worth(instrument, {item: each.value for item, each in answers.items()}),
            _worth(instrument, {item: each["value"] for item, each in judged.items()}),
        ),
        judged_notes={item: each["note"] for item, each in judged.items()},
    )
    name = f"LKE {assessment.office.name} {assessment.year}.xlsx"
    return Export(name, CONTENT_TYPES["xlsx"], write_workbook(instrument, filled))


def _worth(instrument: Instrument, values: Mapping[str, str]) -> dict[str, Fraction]:
    answers, results = values_of(sheet_of(instrument, values))
    return answers | results


def _judged(assessment: Assessment) -> dict[str, dict[str, str]]:
    closed = assessment.rounds.filter(state__in=[RoundState.RETURNED, RoundState.CONCLUDED])
    latest = closed.order_by("-number").first()
    return dict(latest.verdicts.get("tpi", {})) if latest else {}
