"""Who may prove a row: its owners, the people of its sub-division, and coordinators."""

from typing import Any

import rules

from lempu.kernel.evidence.enums import Perm
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.rules import GRANTS, holds, memberships_of, roles_in


def proving_units(user: Any, office_id: int) -> set[int]:
    """Sub-divisions for whose rows the person proves: where they are member or officer.

    A reviewer's or leader's sub-division counts for nothing here.
    """
    return {
        membership.unit_id
        for membership in memberships_of(user)
        if membership.office_id == office_id
        and membership.unit_id is not None
        and membership.role in GRANTS[Perm.OFFER]
    }


def proves_every_row(user: Any, office_id: int) -> bool:
    return Role.COORDINATOR in roles_in(user, office_id)


@rules.predicate  # type: ignore[untyped-decorator]
def may_offer(user: Any, obligation: Any = None) -> bool:
    """A member proves rows they own or of their sub-division; rows without either are anybody's."""
    if not holds(Perm.OFFER, user, obligation):
        return False
    if not hasattr(obligation, "indicator") or proves_every_row(user, obligation.office_id):
        return True
    indicator = obligation.indicator
    if indicator.unit_id in proving_units(user, obligation.office_id):
        return True
    owners = {owner.pk for owner in indicator.owners.all()}
    return user.pk in owners or (not owners and not indicator.unit_id)


rules.set_perm(Perm.OFFER, may_offer)
