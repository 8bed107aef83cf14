"""Who may prove a row: its owners, the people of its sub-division, and coordinators."""

from typing import Any

import rules

from lempu.kernel.evidence.enums import Perm
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.rules import holds, memberships_of, roles_in


@rules.predicate
def may_offer(user: Any, obligation: Any = None) -> bool:
    """A member proves rows they own or of their sub-division; rows without either are anybody's."""
    if obligation is None or not hasattr(obligation, "indicator"):
        return holds(Perm.OFFER, user, obligation)
    if not holds(Perm.OFFER, user, obligation):
        return False
    if Role.COORDINATOR in roles_in(user, obligation.office_id):
        return True
    indicator = obligation.indicator
    units = {m.unit_id for m in memberships_of(user) if m.office_id == obligation.office_id}
    if indicator.unit_id and indicator.unit_id in units:
        return True
    owners = {owner.pk for owner in indicator.owners.all()}
    return user.pk in owners or (not owners and not indicator.unit_id)


rules.set_perm(Perm.OFFER, may_offer)
