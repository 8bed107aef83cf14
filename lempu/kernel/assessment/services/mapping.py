"""Which questions a row feeds, as people decide it; and rows an amendment takes over from the gaps."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.assessment.enums import Act
from lempu.kernel.assessment.models import Assessment, RowMap
from lempu.kernel.assessment.scoring import Instrument
from lempu.kernel.assessment.selectors import mapping
from lempu.kernel.assessment.selectors.proposals import (
    Proposal,
    area_key,
    area_words,
    proposal_for,
)
from lempu.kernel.ledger import services as ledger
from lempu.kernel.plans.enums import Level
from lempu.kernel.plans.models import Indicator, Plan, Programme
from lempu.kernel.plans.selectors.versions import open_amendment
from lempu.kernel.plans.services import amendments, outline, rows
from lempu.shared.errors import DomainError
from lempu.shared.periods import today


@transaction.atomic
def map_row(
    *, indicator: Indicator, actor: User, instrument: Instrument, items: Collection[str]
) -> RowMap:
    """Say which questions a row feeds; from then on Lempu no longer guesses for it.

    Refuses a question the sheet does not have (``unknown_item``).
    """
    unknown = sorted(set(items) - set(instrument.questions))
    if unknown:
        raise DomainError(
            _("%(item)s is not in this evaluation sheet.") % {"item": unknown[0]},
            code="unknown_item",
            field="items",
        )
    kept = [item for item in instrument.questions if item in items]
    office = indicator.plan.office
    row, _created = RowMap.objects.update_or_create(
        office=office,
        row_key=indicator.key,
        defaults={"items": kept, "decided_by": actor, "decided_at": timezone.now()},
    )
    ledger.record(
        office=office,
        act=Act.ROW_MAPPED,
        subject=indicator,
        actor=actor,
        row=indicator.code,
        key=str(indicator.key),
        items=kept,
    )
    return row


@transaction.atomic
def take_over(*, assessment: Assessment, actor: User, items: Collection[str]) -> Plan:
    """Add proposed rows to the amendment of the year's plan, which begins where none is in work.

    Each new row feeds the question it was proposed for. Refuses a year without a plan in force
    (``no_plan``), no choice (``nothing_chosen``) and what editing a draft refuses.
    """
    plan = mapping.plan_of(assessment)
    if plan is None:
        raise DomainError(_("This year has no plan in force."), code="no_plan")
    instrument = assessment.instrument
    chosen = [item for item in instrument.questions if item in items]
    if not chosen:
        raise DomainError(_("Choose at least one row."), code="nothing_chosen")
    draft = open_amendment(assessment.office, assessment.year)
    if draft is None:
        draft = amendments.start_amendment(plan=plan, actor=actor)
    for item in chosen:
        row = _add(draft, actor, proposal_for(instrument, item))
        map_row(indicator=row, actor=actor, instrument=instrument, items=[item])
    draft.refresh_from_db()
    return draft


def _add(draft: Plan, actor: User, proposal: Proposal) -> Indicator:
    draft.refresh_from_db()
    words = [_activity(proposal), proposal.activity, proposal.indicator]
    programmes = Programme.objects.filter(plan=draft)
    top = programmes.filter(area=area_key(proposal.letter)).order_by("position").last()
    if top is None:
        row = outline.add_row(
            plan=draft,
            actor=actor,
            edition=draft.edition,
            programme=area_words(proposal.letter),
            activity=words[0],
            sub_activity=words[1],
            indicator=words[2],
        )
    else:
        row = outline.add_below(
            level=Level.PROGRAMME, pk=top.pk, actor=actor, edition=draft.edition, words=words
        )
    draft.refresh_from_db()
    first = max(today(draft.office.timezone).month, 1)
    months = proposal.months(first if today(draft.office.timezone).year == draft.year else 1)
    rows.set_ticks(plan=draft, actor=actor, edition=draft.edition, months={row.pk: months})
    row.refresh_from_db()
    return row


def _activity(proposal: Proposal) -> str:
    return str(_("Proof of question %(item)s of the evaluation sheet") % {"item": proposal.item})
