"""Answers as they are kept, and as the score takes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.formats import number_format

from lempu.kernel.assessment.enums import Column
from lempu.kernel.assessment.models import Answer, Assessment, Round
from lempu.kernel.assessment.scoring import Instrument, Sheet


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: kept in the database, or frozen in a round. ``by`` is empty where it is frozen."""

    item: str
    value: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    note: str = ""
    edition: int = 0
    by: str = ""
    at: Any = None

    @property
    def shown(self) -> str:
        return shown(self.value)


def shown(value: str) -> str:
    """An answer as a person reads it: a number with at most four decimals, in the language of the page."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    return number_format(round(number, 4).normalize())


def current_round(assessment: Assessment) -> Round:
    """The latest round, with who signed it."""
    rows = assessment.rounds.select_related("signed_by", "closed_by")
    return rows.order_by("-number")[0]


def given_in(round_: Round, column: Column | str) -> dict[str, Given]:
    """The answers of one column by item; one query."""
    rows = Answer.objects.filter(round=round_, column=column).select_related("answered_by")
    return {
        row.item: Given(
            row.item,
            row.value,
            row.counts,
            row.note,
            row.edition,
            row.answered_by.name,
            row.answered_at,
        )
        for row in rows
    }


def frozen(answers: Mapping[str, Any]) -> dict[str, Given]:
    """The answers that stand in the content of a submitted round."""
    return {
        item: Given(item, each["value"], each.get("counts", {}), each.get("note", ""))
        for item, each in answers.items()
    }


def typed(instrument: Instrument, item: str, value: str) -> Any:
    """The value as the score takes it: None, an option, or a decimal number."""
    if not value:
        return None
    if item in instrument.questions:
        return Decimal(value) if instrument.questions[item].is_ratio else value
    return Decimal(value) if instrument.results[item].maximum is not None else value


def sheet_of(instrument: Instrument, values: Mapping[str, str]) -> Sheet:
    """A sheet that can be scored, of values by item; empty ones are not given yet."""
    made = {item: typed(instrument, item, value) for item, value in values.items()}
    return Sheet(
        instrument,
        {item: value for item, value in made.items() if item in instrument.questions},
        {item: value for item, value in made.items() if item in instrument.results},
    )
