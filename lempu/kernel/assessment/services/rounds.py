"""Rounds: begun, signed by the leader and frozen, returned or concluded by assessors."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.assessment import selectors
from lempu.kernel.assessment.enums import WITH_OFFICE, Act, Column, RoundState, Stage
from lempu.kernel.assessment.models import Answer, Assessment, Round
from lempu.kernel.assessment.scoring import load, score, to_json
from lempu.kernel.assessment.services.answers import held
from lempu.kernel.assessment.services.stages import enter
from lempu.kernel.ledger import canonical
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.models import Office
from lempu.shared.errors import DomainError


@transaction.atomic
def start_assessment(*, office: Office, year: int, actor: User, instrument: str) -> Assessment:
    """Begin the sheet of a year with its first round. Refuses a second one (``already_begun``) and
    raises ``FaultyInstrument`` for a sheet that is unknown or contradicts itself."""
    load(instrument)
    if Assessment.objects.filter(office=office, year=year).exists():
        raise DomainError(
            _("The assessment of %(year)s has begun already.") % {"year": year},
            code="already_begun",
        )
    now = timezone.now()
    row = Assessment.objects.create(
        office=office, year=year, instrument_key=instrument, started_by=actor, started_at=now
    )
    Round.objects.create(assessment=row, number=1)
    enter(row, Stage.SELF, actor, round_number=1)
    ledger.record(
        office=office, act=Act.STARTED, subject=row, actor=actor, year=year, instrument=instrument
    )
    return row


@transaction.atomic
def sign_round(*, assessment: Assessment, actor: User, content_hash: str, statement: str) -> Round:
    """Sign the statement of responsibility (SPTJM) and submit the round; from then on it is frozen.

    ``content_hash`` is the fingerprint of what the leader had before them. Refuses a round that
    lies with assessors (``not_your_turn``), content that changed meanwhile (``content_changed``)
    and a sheet without any answer (``nothing_answered``).
    """
    assessment = held(assessment)
    if assessment.stage not in WITH_OFFICE:
        raise _not_now(assessment)
    round_ = assessment.current
    content = selectors.content_of(round_)
    if canonical.digest_of(content) != content_hash:
        raise DomainError(
            _("Answers changed while you were reading. Look at them again before you sign."),
            code="content_changed",
        )
    if not any(each["value"] for each in content["answers"].values()):
        raise DomainError(_("Nothing is answered yet."), code="nothing_answered")
    round_.content, round_.content_hash = content, content_hash
    round_.statement, round_.state = statement, RoundState.SUBMITTED
    round_.signed_by, round_.signed_at = actor, timezone.now()
    round_.save()
    _carry_verdicts(round_)
    has_province = Column.PROVINCE in assessment.instrument.columns
    enter(assessment, Stage.PROVINCE if has_province else Stage.TPI, actor, round_.number)
    ledger.record(
        office=assessment.office,
        act=Act.SIGNED,
        subject=assessment,
        actor=actor,
        round=round_.number,
        content_hash=content_hash,
        statement=statement,
        score=_told(assessment, {i: a["value"] for i, a in content["answers"].items()}),
    )
    return round_


@transaction.atomic
def pass_on(*, assessment: Assessment, actor: User, note: str = "") -> Assessment:
    """The province sends the round on to the TPI. Refuses any other stage (``not_your_turn``)."""
    assessment = held(assessment)
    if assessment.stage != Stage.PROVINCE:
        raise _not_now(assessment)
    round_ = assessment.current
    enter(assessment, Stage.TPI, actor, round_.number, note=note)
    ledger.record(
        office=assessment.office,
        act=Act.PASSED_ON,
        subject=assessment,
        actor=actor,
        round=round_.number,
        note=note,
    )
    return assessment


@transaction.atomic
def return_round(*, assessment: Assessment, actor: User, note: str) -> Round:
    """Give the round back to the office: what was judged is frozen, and a next round begins with
    the office's answers. Refuses other stages (``not_your_turn``) and no words (``note_required``)."""
    assessment = held(assessment)
    if assessment.stage not in (Stage.PROVINCE, Stage.TPI):
        raise _not_now(assessment)
    if not note.strip():
        raise DomainError(_("Say what the office has to mend."), code="note_required", field="note")
    closed = _closed(assessment, actor, RoundState.RETURNED, note)
    following = Round.objects.create(assessment=assessment, number=closed.number + 1)
    _copied(closed, following, Column.UNIT)
    enter(assessment, Stage.FOLLOW_UP, actor, following.number, note=note)
    _record_end(Act.RETURNED, closed, actor, note)
    return following


@transaction.atomic
def conclude(*, assessment: Assessment, actor: User, is_proposed: bool, note: str = "") -> Round:
    """The TPI is done: the office is proposed for a predicate, or is not.

    Refuses other stages (``not_your_turn``), a proposal while questions are not judged
    (``not_judged``, with ``count``) and a refusal without words (``note_required``).
    """
    assessment = held(assessment)
    if assessment.stage != Stage.TPI:
        raise _not_now(assessment)
    judged = selectors.given_in(assessment.current, Column.TPI)
    left = [
        key for key in assessment.instrument.questions if not getattr(judged.get(key), "value", "")
    ]
    if is_proposed and left:
        raise DomainError(
            _("%(count)s questions are not judged yet, the first is %(item)s.")
            % {"count": len(left), "item": left[0]},
            code="not_judged",
            count=len(left),
        )
    if not is_proposed and not note.strip():
        raise DomainError(
            _("Say why the office is not proposed."), code="note_required", field="note"
        )
    closed = _closed(assessment, actor, RoundState.CONCLUDED, note)
    enter(
        assessment,
        Stage.PROPOSED if is_proposed else Stage.NOT_PROPOSED,
        actor,
        closed.number,
        note=note,
    )
    _record_end(Act.CONCLUDED, closed, actor, note, proposed=is_proposed)
    return closed


def _closed(assessment: Assessment, actor: User, state: RoundState, note: str) -> Round:
    """Freeze what assessors answered in the round."""
    round_ = assessment.current
    round_.verdicts = {
        column.value: {
            item: {"value": each.value, "counts": dict(each.counts), "note": each.note}
            for item, each in sorted(selectors.given_in(round_, column).items())
        }
        for column in (Column.PROVINCE, Column.TPI)
    }
    round_.verdicts_hash = canonical.digest_of(round_.verdicts)
    round_.state, round_.note = state, note
    round_.closed_by, round_.closed_at = actor, timezone.now()
    round_.save()
    return round_


def _record_end(act: Act, round_: Round, actor: User, note: str, **facts: Any) -> None:
    assessment = round_.assessment
    values = {item: each["value"] for item, each in round_.verdicts["tpi"].items()}
    ledger.record(
        office=assessment.office,
        act=act,
        subject=assessment,
        actor=actor,
        round=round_.number,
        verdicts_hash=round_.verdicts_hash,
        note=note,
        score=_told(assessment, values),
        **facts,
    )


def _carry_verdicts(round_: Round) -> None:
    """Assessors judge anew only what the office changed: answers, notes or evidence."""
    before = Round.objects.filter(assessment=round_.assessment_id, number=round_.number - 1).first()
    if before is None:
        return
    same = [
        item
        for item in {**before.content["answers"], **round_.content["answers"]}
        if _part(before, item) == _part(round_, item)
    ]
    for column in (Column.PROVINCE, Column.TPI):
        _copied(before, round_, column, same)


def _part(round_: Round, item: str) -> tuple[Any, Any]:
    proofs = round_.content["proofs"].get(item, [])
    return round_.content["answers"].get(item), [line["version"] for line in proofs]


def _copied(source: Round, target: Round, column: Column, items: list[str] | None = None) -> None:
    rows = list(Answer.objects.filter(round=source, column=column))
    for row in rows:
        row.pk, row.round = None, target
        row._state.adding = True
    Answer.objects.bulk_create(row for row in rows if items is None or row.item in items)


def _told(assessment: Assessment, values: dict[str, str]) -> dict[str, Any]:
    """The score as the ledger keeps it: totals and tests, unrounded."""
    told = to_json(score(selectors.sheet_of(assessment.instrument, values)))
    return {key: told[key] for key in ("total", "pengungkit", "hasil", "wbk", "wbbm")}


def _not_now(assessment: Assessment) -> DomainError:
    return DomainError(
        _("This cannot be done now: the assessment is at “%(stage)s”.")
        % {"stage": assessment.get_stage_display()},
        code="not_your_turn",
    )
