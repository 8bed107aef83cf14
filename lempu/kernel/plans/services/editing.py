"""What every edit of a draft shares: the lock, the edition, the ledger entry."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import services as ledger
from lempu.kernel.plans.enums import Act
from lempu.kernel.plans.models import Plan
from lempu.shared.errors import DomainError


def lock_draft(plan_id: int, edition: int | None = None) -> Plan:
    """The draft as it is now, held until the transaction ends.

    Refuses a plan that is no draft any more (``not_draft``) and, when ``edition`` is given, one
    that somebody changed after the person last saw it (``edition_changed``).
    """
    plan = lock(plan_id)
    if not plan.is_draft:
        raise DomainError(
            _(
                "This plan is no draft any more, so its rows cannot be changed. Nothing was changed."
            ),
            code="not_draft",
        )
    if edition is not None and plan.edition != edition:
        raise DomainError(
            _(
                "Somebody changed this plan meanwhile. Nothing of theirs was overwritten and yours "
                "was not saved. Load the page again and repeat your change."
            ),
            code="edition_changed",
        )
    return plan


def lock(plan_id: int) -> Plan:
    """The plan in any state, held until the transaction ends."""
    return Plan.objects.select_for_update(of=("self",)).select_related("office").get(pk=plan_id)


def record_edit(plan: Plan, *, actor: User, change: str, **facts: Any) -> None:
    """Raise the edition and write the one entry of an edit; ``change`` names what was done."""
    plan.edition += 1
    plan.save(update_fields=["edition"])
    ledger.record(
        office=plan.office,
        act=Act.EDITED,
        subject=plan,
        actor=actor,
        change=change,
        edition=plan.edition,
        **facts,
    )
