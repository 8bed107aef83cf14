"""A plan in force is changed only by a new version, which starts here as a draft."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.files import services as files
from lempu.kernel.ledger import services as ledger
from lempu.kernel.plans.enums import Act, Origin, PlanState
from lempu.kernel.plans.models import Plan
from lempu.kernel.plans.renditions import legal
from lempu.kernel.plans.selectors.versions import decree_words, open_amendment
from lempu.kernel.plans.services import drafts, editing
from lempu.shared.errors import DomainError


@transaction.atomic
def start_amendment(*, plan: Plan, actor: User) -> Plan:
    """A draft of the next version with every row, key, setting and person of the plan in force.

    Refuses a draft (``not_enacted``), an amendment that is still in work and a second one beside it
    (``amendment_open``, with ``plan``, the draft in work), a version that was replaced already
    (``superseded``) and a withdrawn plan (``withdrawn``).
    """
    draft = copied_amendment(plan.pk, created_by=actor)
    ledger.record(
        office=draft.office,
        act=Act.DRAFTED,
        subject=draft,
        actor=actor,
        origin=draft.origin,
        year=draft.year,
        version=draft.version,
        amends=plan.pk,
        rows=draft.indicators.count(),
    )
    return draft


def copied_amendment(plan_id: int, **facts: Any) -> Plan:
    """The draft of the next version with a copy of every row; the caller writes the entry.

    Refuses what ``start_amendment`` refuses.
    """
    source = editing.lock(plan_id)
    require_amendable(source)
    draft = create_amendment(source, origin=Origin.AMENDMENT, **facts)
    drafts.copy_rows(source, draft)
    return draft


def require_amendable(plan: Plan) -> None:
    """Refuse what is not in force or is being amended by somebody (see ``start_amendment``)."""
    if plan.is_draft and plan.is_amendment:
        raise _open(plan)
    if plan.is_draft:
        raise DomainError(
            _("This plan is a draft still. Change it in its grid; it needs no amendment."),
            code="not_enacted",
        )
    if plan.state == PlanState.WITHDRAWN:
        raise DomainError(_("A withdrawn plan cannot be amended."), code="withdrawn")
    if plan.state == PlanState.SUPERSEDED:
        raise DomainError(
            _("A later version has replaced this one. Amend the version in force."),
            code="superseded",
        )
    if draft := open_amendment(plan.office, plan.year):
        raise _open(draft)


def create_amendment(source: Plan, **facts: Any) -> Plan:
    """The draft of the next version, without rows: its decree is empty but for what stays.

    The caller holds ``source``. Refuses ``amendment_open`` when somebody was first.
    """
    draft = Plan(
        office=source.office,
        year=source.year,
        version=source.version + 1,
        amends=source,
        decree_office=source.decree_office,
        decree_place=source.decree_place,
        decree_title=legal.amending_title(decree_words(source), source.decree_title),
        signatory_name=source.signatory_name,
        signatory_position=source.signatory_position,
        **facts,
    )
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as error:
        raise _open(open_amendment(source.office, source.year)) from error
    return draft


def _open(draft: Plan | None) -> DomainError:
    return DomainError(
        _(
            "An amendment of this year's plan is in work already. Go on with it, or withdraw it first; "
            "an amendment cannot be amended before it is enacted."
        ),
        code="amendment_open",
        plan=draft.pk if draft else None,
    )


def attach_decree(*, plan: Plan, actor: User, edition: int, file: Any, name: str) -> Plan:
    """Keep the signed decree with the draft, in the place of a file given before.

    Refuses ``not_draft``, ``edition_changed`` and what ``files.services.store`` refuses.
    """
    stored = files.store(content=file, name=name)  # bytes first, and no lock while they are copied
    with transaction.atomic():
        plan = editing.lock_draft(plan.pk, edition)
        plan.source_file, plan.source_name = stored, name[-200:]
        plan.save(update_fields=["source_file", "source_name"])
        editing.record_edit(
            plan, actor=actor, change="file", sha256=stored.sha256, name=plan.source_name
        )
    return plan
