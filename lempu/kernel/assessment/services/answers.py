"""Answering a question: the office in its column, an assessor in theirs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.assessment.enums import Act, Column
from lempu.kernel.assessment.models import Answer, Assessment, Round
from lempu.kernel.assessment.scoring import FaultyAnswer, Instrument, Sheet, as_text
from lempu.kernel.assessment.scoring.answers import ratio_of, values_of
from lempu.kernel.assessment.selectors import sheet_of
from lempu.kernel.assessment.selectors.facts import suggestions_of
from lempu.kernel.ledger import services as ledger
from lempu.shared.errors import DomainError


@dataclass(frozen=True, slots=True)
class Saying:
    """What a person answers. A ratio is given by ``counts``, everything else by ``value``.

    ``edition`` is that of the answer they had before their eyes; 0 when there was none.
    """

    value: str = ""
    note: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    edition: int = 0


def held(assessment: Assessment) -> Assessment:
    """The assessment, locked for this transaction."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("office")
    return rows.get(pk=assessment.pk)


@transaction.atomic
def save_answer(
    *, assessment: Assessment, column: Column, item: str, actor: User, said: Saying
) -> Answer | None:
    """Keep an answer in the round that runs; an empty one takes an answer back (None).

    Refuses a column whose turn it is not (``not_your_turn``), an item the sheet does not have
    (``unknown_item``), an answer above what the records suggest without words (``reason_required``),
    a value outside its scale (``outside_scale``, ``outside_range``,
    ``count_missing``), and what somebody else answered meanwhile (``edited_meanwhile``): the
    later person sees the earlier answer first. Nothing changed writes nothing.
    """
    assessment = held(assessment)
    if assessment.column != column:
        raise DomainError(
            _("These answers cannot be changed now: the assessment is at “%(stage)s”.")
            % {"stage": assessment.get_stage_display()},
            code="not_your_turn",
        )
    value = checked(assessment, item, said)
    round_ = assessment.current
    kept = Answer.objects.filter(round=round_, column=column, item=item).first()
    _require_seen(kept, said.edition)
    if column == Column.UNIT and value and not said.note:
        _require_reason(assessment, item, value)
    if _says_the_same(kept, value, said):
        return kept
    answer = _written(round_, column, item, kept, actor, value, said)
    ledger.record(
        office=assessment.office,
        act=Act.ANSWERED,
        subject=assessment,
        actor=actor,
        round=round_.number,
        column=column,
        item=item,
        value=value,
        before=kept.value if kept else "",
        counts=dict(said.counts),
        note=said.note,
    )
    return answer


def checked(assessment: Assessment, item: str, said: Saying) -> str:
    """The value as it is kept: an option, or a number as decimal text. Raises ``FaultyAnswer``."""
    instrument = assessment.instrument
    question = instrument.questions.get(item)
    if question is not None and question.is_ratio:
        if not said.counts:
            return _number(instrument, item, said.value)
        zero = Fraction(_zero(assessment, item))
        return as_text(ratio_of(question, said.counts, when_zero=zero))[:40]
    if question is None and item in instrument.results:
        line = instrument.results[item]
        return (
            _number(instrument, item, said.value)
            if line.maximum
            else _option(instrument, item, said)
        )
    return _option(instrument, item, said)


def _number(instrument: Instrument, item: str, text: str) -> str:
    text = text.strip().replace(",", ".")
    if not text:
        return ""
    try:
        number = Decimal(text)
    except ArithmeticError as error:
        raise FaultyAnswer(
            str(_("Write a number, for instance 3,60.")), code="no_number", item=item
        ) from error
    values_of(_one(instrument, item, number))
    return format(number, "f")[:40]


def _option(instrument: Instrument, item: str, said: Saying) -> str:
    values_of(_one(instrument, item, said.value or None))
    return said.value


def _one(instrument: Instrument, item: str, value: Any) -> Sheet:
    if item in instrument.results:
        return Sheet(instrument, {}, {item: value})
    return Sheet(instrument, {item: value})


def _zero(assessment: Assessment, item: str) -> str:
    """The value where there is nothing to divide by: a visible choice of the sheet."""
    key = f"zero:{item}"
    known = {each.key: each.default for each in assessment.instrument.settings}
    return str(assessment.choices.get(key, known.get(key, "0")))


def _require_seen(kept: Answer | None, edition: int) -> None:
    if (kept.edition if kept else 0) == edition:
        return
    name = kept.answered_by.name if kept else _("Somebody")
    raise DomainError(
        _(
            "%(name)s answered this question while you were at it. Their answer stands above; "
            "what you typed is still here. Save again if yours should stand."
        )
        % {"name": name},
        code="edited_meanwhile",
    )


def _require_reason(assessment: Assessment, item: str, value: str) -> None:
    """An answer above what the records say is allowed, with the reason beside it."""
    suggested = suggestions_of(assessment).get(item)
    if suggested is None:
        return
    mine, theirs = (
        values_of(sheet_of(assessment.instrument, {item: each}))[0][item]
        for each in (value, suggested.value)
    )
    if mine > theirs:
        raise DomainError(
            _("The records suggest %(value)s. Say why your answer is higher; assessors read it.")
            % {"value": suggested.value},
            code="reason_required",
            field="note",
        )


def _says_the_same(kept: Answer | None, value: str, said: Saying) -> bool:
    if kept is None:
        return not value and not said.note
    return (kept.value, kept.note, kept.counts) == (value, said.note, dict(said.counts))


def _written(
    round_: Round,
    column: Column,
    item: str,
    kept: Answer | None,
    actor: User,
    value: str,
    said: Saying,
) -> Answer:
    fields: dict[str, Any] = {
        "value": value,
        "note": said.note,
        "counts": dict(said.counts),
        "edition": (kept.edition if kept else 0) + 1,
        "answered_by": actor,
        "answered_at": timezone.now(),
    }
    answer, _created = Answer.objects.update_or_create(
        round=round_, column=column, item=item, defaults=fields
    )
    return answer
