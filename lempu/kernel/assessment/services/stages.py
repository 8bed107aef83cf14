"""Stages of an assessment and their dates. What others decide (TPN, the minister) is recorded."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.assessment.enums import LATER, WITH_OFFICE, Act, Stage
from lempu.kernel.assessment.models import Assessment, Passage
from lempu.kernel.assessment.services.answers import held
from lempu.kernel.ledger import services as ledger
from lempu.shared.errors import DomainError
from lempu.shared.periods import today


def enter(
    assessment: Assessment,
    stage: Stage,
    actor: User,
    round_number: int,
    *,
    note: str = "",
    day: dt.date | None = None,
) -> None:
    """Move the assessment on, within the transaction of an act; the caller writes the entry."""
    assessment.stage = stage
    assessment.save(update_fields=["stage", "predicate"])
    Passage.objects.create(
        assessment=assessment,
        stage=stage,
        round_number=round_number,
        began_on=day or today(assessment.office.timezone),
        note=note,
        recorded_by=actor,
        recorded_at=timezone.now(),
    )


@transaction.atomic
def record_stage(
    *,
    assessment: Assessment,
    actor: User,
    stage: Stage,
    day: dt.date,
    note: str = "",
    predicate: str = "",
) -> Assessment:
    """Keep what was decided outside Lempu after the proposal, with its date and letter.

    Refuses a stage that cannot follow (``stage_unreal``), an award without a predicate of the
    instrument (``predicate_required``) and a day that has not come (``date_unreal``).
    """
    assessment = held(assessment)
    if stage not in LATER.get(Stage(assessment.stage), ()):
        raise DomainError(
            _("“%(next)s” cannot follow “%(stage)s”.")
            % {"next": stage.label, "stage": assessment.get_stage_display()},
            code="stage_unreal",
        )
    if stage == Stage.AWARDED and predicate not in assessment.instrument.predicates:
        raise DomainError(
            _("Choose the predicate that was awarded."),
            code="predicate_required",
            field="predicate",
        )
    if day > today(assessment.office.timezone):
        raise DomainError(_("This day has not come yet."), code="date_unreal", field="day")
    if stage == Stage.AWARDED:
        assessment.predicate = predicate
    enter(assessment, stage, actor, assessment.current.number, note=note, day=day)
    ledger.record(
        office=assessment.office,
        act=Act.STAGE,
        subject=assessment,
        actor=actor,
        stage=stage,
        day=day,
        note=note,
        predicate=predicate,
    )
    return assessment


@transaction.atomic
def set_window(
    *,
    assessment: Assessment,
    actor: User,
    stage: Stage,
    opens_on: dt.date | None,
    closes_on: dt.date | None,
) -> Assessment:
    """Say when a stage opens and closes this year, as a letter sets it; both empty takes it away.

    Refuses an end before the beginning (``date_unreal``).
    """
    assessment = held(assessment)
    if opens_on and closes_on and closes_on < opens_on:
        raise DomainError(
            _("The end lies before the beginning."), code="date_unreal", field="closes_on"
        )
    days = [day.isoformat() if day else "" for day in (opens_on, closes_on)]
    windows = {key: value for key, value in assessment.windows.items() if key != stage}
    assessment.windows = {**windows, **({stage.value: days} if any(days) else {})}
    assessment.save(update_fields=["windows"])
    ledger.record(
        office=assessment.office,
        act=Act.WINDOWS,
        subject=assessment,
        actor=actor,
        stage=stage,
        opens_on=opens_on,
        closes_on=closes_on,
    )
    return assessment


@transaction.atomic
def set_choices(*, assessment: Assessment, actor: User, choices: dict[str, str]) -> Assessment:
    """Settle what the rules leave open. Refuses while a round lies with assessors (``frozen``) and
    raises ``FaultyAnswer`` for a choice the sheet does not have."""
    assessment = held(assessment)
    if assessment.stage not in WITH_OFFICE:
        raise DomainError(
            _("What was submitted is frozen. It can be changed once the round was returned."),
            code="frozen",
        )
    known = {each.key: each.default for each in assessment.instrument.settings}
    kept = {key: value for key, value in choices.items() if value != known.get(key)}
    assessment.choices = kept
    assessment.instrument.with_settings(kept)
    assessment.save(update_fields=["choices"])
    ledger.record(
        office=assessment.office, act=Act.SETTINGS, subject=assessment, actor=actor, choices=kept
    )
    return assessment
