"""What a person answers to a finding of the reader, and what that does to the row."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.plans import suggestions
from lempu.kernel.plans.enums import Choice, Expectation, Severity
from lempu.kernel.plans.models import Indicator, Plan, PlanFinding
from lempu.kernel.plans.readers.structure import Finding, Reading, walk
from lempu.kernel.plans.services import building, editing
from lempu.shared.errors import DomainError

#: Choices that settle which months a row has.
MONTH_CHOICES = (Choice.ALL_MONTHS, Choice.CHOOSE_MONTHS, Choice.LEAVE_EMPTY)


def choices_for(finding: dict[str, Any]) -> list[Choice]:
    """What may be answered to a finding (its JSON form); nothing where it only informs.

    The reader's own ``options`` come first. A proposal can be used or left; a row that must be
    decided always gets an answer, or nobody could ever enact its plan.
    """
    offered = [Choice(key) for key in finding.get("options", ()) if key in Choice.values]
    if offered:
        return offered
    if finding.get("proposal") and finding.get("field"):
        return [Choice.USE_PROPOSAL, Choice.KEEP]
    if finding["severity"] == Severity.MUST:
        return list(MONTH_CHOICES) if finding.get("row") else [Choice.KEEP]
    return []


def with_suggestions(reading: dict[str, Any]) -> dict[str, Any]:
    """The reading with our own findings after the reader's: one decree ticked in many months."""
    found = []
    for row in walk(Reading.from_json(reading).programmes):
        suggested = suggestions.suggest(**building.row_words(row), months=row.indicator.months)
        if suggested.note == "decree_many_months":
            finding = Finding(
                "once_ticked_often",
                "look",
                row=row.code,
                params={"count": suggested.months},
                options=(Choice.ONCE.value, Choice.MONTHLY.value),
            )
            found.append(finding.to_json())
    return {**reading, "findings": [*reading.get("findings", []), *found]}


def require_choice(finding: dict[str, Any], choice: str, months: list[int]) -> None:
    """Refuse an answer that is not offered (``choice_unknown``) or lacks its months (``months_missing``)."""
    if choice and choice not in choices_for(finding):
        raise DomainError(
            _("This finding cannot be answered like that. Nothing was changed."),
            code="choice_unknown",
        )
    if choice == Choice.CHOOSE_MONTHS and not months:
        raise DomainError(
            _("Tick at least one month, or choose to leave the row empty."), code="months_missing"
        )


def apply_choice(
    indicator: Indicator | None, finding: dict[str, Any], choice: str, months: list[int]
) -> None:
    """Carry an answer over to the saved row it speaks of."""
    if indicator is None:
        return
    if choice == Choice.ALL_MONTHS:
        _set_months(indicator, list(range(1, 13)))
    elif choice == Choice.CHOOSE_MONTHS:
        _set_months(indicator, sorted(set(months)))
    elif choice in (Choice.ONCE, Choice.MONTHLY):
        indicator.expectation = Expectation.ONCE if choice == Choice.ONCE else Expectation.MONTHLY
        indicator.is_suggested = False
        indicator.save(update_fields=["expectation", "is_suggested"])
    elif choice == Choice.USE_PROPOSAL:
        _use_proposal(indicator, finding)


def _set_months(indicator: Indicator, months: list[int]) -> None:
    indicator.months = months
    indicator.save(update_fields=["months"])


def _use_proposal(indicator: Indicator, finding: dict[str, Any]) -> None:
    """Put the proposal where the doubtful words stand; the reading keeps the decree's own words."""
    sub = indicator.sub_activity
    span, proposal = finding.get("span") or "", str(finding.get("proposal") or "")
    if not proposal:
        return
    field = finding.get("field")
    if field == "part":
        sub.parts = [_corrected(part, span, proposal) for part in sub.parts]
        sub.save(update_fields=["parts"])
        return
    owner, attribute = {
        "programme": (sub.activity.programme, "name"),
        "activity": (sub.activity, "name"),
        "sub_activity": (sub, "name"),
    }.get(str(field), (indicator, "text"))
    setattr(owner, attribute, _corrected(getattr(owner, attribute), span, proposal))
    owner.save(update_fields=[attribute])


def _corrected(text: str, span: str, proposal: str) -> str:
    return text.replace(span, proposal, 1) if span else proposal


@transaction.atomic
def decide(
    *, finding: PlanFinding, actor: User, edition: int, choice: str, months: list[int] | None = None
) -> Plan:
    """Answer a finding that came along into the draft.

    Refuses ``not_draft``, ``edition_changed``, ``choice_unknown`` and ``months_missing``.
    """
    plan = editing.lock_draft(finding.plan_id, edition)
    finding = PlanFinding.objects.select_related(
        "indicator__sub_activity__activity__programme"
    ).get(pk=finding.pk)
    require_choice(finding.content, choice, months or [])
    apply_choice(finding.indicator, finding.content, choice, months or [])
    finding.decision = choice
    finding.save(update_fields=["decision"])
    editing.record_edit(
        plan,
        actor=actor,
        change="finding_decided",
        finding=finding.position,
        code=finding.code,
        choice=choice,
        months=sorted(set(months or [])),
    )
    return plan


def settle(indicators: list[int]) -> None:
    """A row whose months or words a person set is decided by that."""
    PlanFinding.objects.filter(
        indicator__in=indicators, severity=Severity.MUST, decision=""
    ).update(decision=Choice.EDITED)
