"""Who may prove a row: its owners, the people of its sub-division, and coordinators."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import rules

from lempu.kernel.evidence.enums import Perm
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.rules import GRANTS, holds, memberships_of, roles_in, standing_in

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Delegation


def proving_units(user: Any, office_id: int) -> set[int]:
    """Sub-divisions for whose rows the person proves: where they are member or officer.

    A reviewer's or leader's sub-division counts for nothing here.
    """
    lent = [pair for each in standing_in(user, office_id) for pair in each.lent]
    return _units([*_own(user, office_id), *lent])


def _own(user: Any, office_id: int) -> list[tuple[str, int | None]]:
    return [(m.role, m.unit_id) for m in memberships_of(user) if m.office_id == office_id]


def _units(roles: Iterable[tuple[str, int | None]]) -> set[int]:
    return {unit for role, unit in roles if unit is not None and role in GRANTS[Perm.OFFER]}


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
    if user.pk in owners or (not owners and not indicator.unit_id):
        return True
    return any(_lends(each, indicator, owners) for each in standing_in(user, obligation.office_id))


def represented(user: Any, obligation: Any) -> "User | None":
    """In whose place the person proves a row; None when it is theirs to prove by their own right."""
    standing = standing_in(user, obligation.office_id)
    if not standing:
        return None
    row = obligation.indicator
    owners = {owner.pk for owner in row.owners.all()}
    if user.pk in owners:
        return None
    for each in standing:
        if _lends(each, row, owners):
            return each.person
    own = _own(user, obligation.office_id)
    free = not owners and not row.unit_id and any(role in GRANTS[Perm.OFFER] for role, _u in own)
    if free or row.unit_id in _units(own) or any(role == Role.COORDINATOR for role, _u in own):
        return None
    for each in standing:
        if row.unit_id in _units(each.lent) or any(
            role == Role.COORDINATOR for role, _u in each.lent
        ):
            return each.person
    return next((each.person for each in standing if not owners and not row.unit_id), None)


def _lends(delegation: "Delegation", row: Any, owners: set[int]) -> bool:
    return delegation.person_id in owners and delegation.covers("obligations.owned", row.pk)


rules.set_perm(Perm.OFFER, may_offer)
