"""A follow-up is reported as done by its owner, or by a coordinator for them."""

from typing import Any

import rules

from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.rules import holds, roles_in, standing_in
from lempu.kernel.reporting.enums import Perm


def stands_for_owner(user: Any, follow_up: Any) -> bool:
    """Whether the person sees to it in the place of its owner, who is on leave."""
    return any(
        each.person_id == follow_up.owner_id and each.covers("reporting.follow_ups", follow_up.pk)
        for each in standing_in(user, follow_up.office_id)
    )


@rules.predicate  # type: ignore[untyped-decorator]
def may_follow(user: Any, follow_up: Any = None) -> bool:
    if not holds(Perm.FOLLOW, user, follow_up):
        return False
    if not hasattr(follow_up, "owner_id"):
        return True
    if stands_for_owner(user, follow_up):
        return True
    return follow_up.owner_id == user.pk or Role.COORDINATOR in roles_in(user, follow_up.office_id)


rules.set_perm(Perm.FOLLOW, may_follow)
