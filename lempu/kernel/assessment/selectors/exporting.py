"""What the workbook of an assessment holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lempu.kernel.assessment.enums import Column, RoundState
from lempu.kernel.assessment.models import Assessment
from lempu.kernel.assessment.renditions import Filled, write_workbook
from lempu.kernel.assessment.scoring import Instrument
from lempu.kernel.assessment.scoring.answers import values_of
from lempu.kernel.assessment.selectors.answers import current_round, given_in, sheet_of
from lempu.kernel.assessment.selectors.content import Piece, proofs_of
from lempu.kernel.plans.exports import Export
from lempu.kernel.plans.renditions import CONTENT_TYPES

FOLDER = "bukti LKE"


def page_of(instrument: Instrument, item: str) -> str:
    """Where the page of a question lies in a bundle: a folder for its area, one for its sub-area."""
    question = instrument.questions.get(item)
    if question is None:
        return f"{FOLDER}/Hasil/{item}.html"
    sub = instrument.sub_areas[question.sub_area]
    area = next(each for each in instrument.areas if each.number == sub.area)
    folders = (f"{area.number} {area.name}", f"{sub.key} {sub.name}")
    return "/".join((FOLDER, *(each.replace("/", " ") for each in folders), f"{item}.html"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question or a line of results with what the office says of it and offers for it; ``page`` is where
    it lies in a bundle."""

    item: str
    text: str
    area: str
    sub_area: str
    page: str
    answer: str
    note: str
    pieces: Sequence[Piece]


def questions_of(assessment: Assessment) -> list[Asked]:
    """Everything the sheet asks, in its order, as the office answers it now."""
    instrument, proofs = assessment.instrument, proofs_of(assessment)
    answers = given_in(current_round(assessment), Column.UNIT)
    areas = {area.number: f"{area.number} {area.name}" for area in instrument.areas}
    asked = [
        (each.id, each.text, areas[sub.area], f"{sub.key} {sub.name}")
        for sub in sorted(instrument.sub_areas.values(), key=lambda sub: sub.area)
        for each in instrument.questions_of(sub.key)
    ]
    asked += [
        (each.key, each.name, "Hasil", instrument.result_groups[each.group])
        for each in instrument.results.values()
    ]
    found = []
    for item, text, area, sub_area in asked:
        said, page = answers.get(item), page_of(instrument, item)
        answer, note = (said.value, said.note) if said else ("", "")
        found.append(Asked(item, text, area, sub_area, page, answer, note, proofs.get(item, [])))
    return found


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
        pages={
            item: page_of(instrument, item)
            for item, pieces in proofs_of(assessment).items()
            if pieces
        },
        judged={item: each["value"] for item, each in judged.items()},
        worth=(
            _worth(instrument, {item: each.value for item, each in answers.items()}),
            _worth(instrument, {item: each["value"] for item, each in judged.items()}),
        ),
        judged_notes={item: each["note"] for item, each in judged.items()},
        at=assessment.started_at,
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
