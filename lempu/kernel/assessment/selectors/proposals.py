"""Rows a plan does not have yet, proposed for a question: activity, indicator, evidence, months."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lempu.kernel.assessment.scoring import Instrument
from lempu.kernel.plans.suggestions import kind_label
from lempu.shared import reference


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to add to the plan so that a question can be proved. ``letter`` is its area in the LKE."""

    item: str
    letter: str
    activity: str
    indicator: str
    required: tuple[str, ...]
    is_monthly: bool

    @property
    def evidence(self) -> str:
        return ", ".join(kind_label(kind) for kind in self.required)

    def months(self, first: int) -> list[int]:
        """The months it is asked for, from ``first`` on."""
        first = min(max(first, 1), 12)
        return list(range(first, 13)) if self.is_monthly else [first]


def proposal_for(instrument: Instrument, item: str) -> Proposal:
    """A row for one question: what is known of such rows, else the words of the question itself."""
    question = instrument.questions[item]
    area = instrument.sub_areas[question.sub_area].area
    letter = next(each.letter for each in instrument.areas if each.number == area)
    known = [r for r in reference.read("expectations")["expectations"] if item in r["lke"]]
    record = min(known, key=lambda r: (r["is_general"], len(r["lke"])), default=None)
    topic = str(record["topic_id"]) if record else question.text
    return Proposal(
        item=item,
        letter=letter,
        activity=topic[:1].upper() + topic[1:],
        indicator=question.text,
        required=tuple(record["required"]) if record else question.evidence,
        is_monthly=bool(record and record["expectation"] == "monthly"),
    )


def area_words(letter: str) -> str:
    """The name of an area of change by its letter in the sheet."""
    areas = reference.read("areas")["areas"]
    return next((str(a["id"]) for a in areas if a["lke"] == letter), _("Other"))


def area_key(letter: str) -> str:
    areas = reference.read("areas")["areas"]
    return next((str(a["key"]) for a in areas if a["lke"] == letter), "")
