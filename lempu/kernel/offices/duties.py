"""Roles that only one person holds: somebody else takes them over when that person leaves."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lempu.kernel.ledger.registry import Represented, represents
from lempu.kernel.offices import services
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.models import Membership
from lempu.kernel.offices.registry import Duty, Kind, Move, register
from lempu.kernel.offices.rules import lender_of

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office

#: Roles without which an office stands still.
NEEDED = (Role.ADMINISTRATOR, Role.LEADER, Role.COORDINATOR, Role.REVIEWER)


def find(user: "User", office: "Office", day: dt.date) -> list[Duty]:
    """Roles of the person that nobody else will hold; two queries."""
    mine = Membership.objects.in_force(day).filter(user=user, office=office, role__in=NEEDED)
    after = Membership.objects.in_force(day + dt.timedelta(days=1)).filter(office=office)
    others = after.filter(user__is_active=True).exclude(user=user).values_list("role", flat=True)
    alone = set(mine.values_list("role", flat=True)) - set(others)
    return [
        Duty(
            key=role.value,
            title=str(role.label),
            note=_("Nobody else in the office has this role."),
            is_urgent=role == Role.ADMINISTRATOR,
        )
        for role in NEEDED
        if role in alone
    ]


def give(move: Move) -> None:
    held = Membership.objects.in_force().filter(user=move.taker, office=move.office)
    for key in move.keys:
        if held.filter(role=key).exists():
            continue
        before = Membership.objects.filter(user=move.giver, office=move.office, role=key)
        areas = before.order_by("-starts_on").values_list("areas", flat=True).first()
        services.add_membership(
            office=move.office,
            actor=move.actor,
            user=move.taker,
            role=Role(key),
            areas=areas or [],
        )


def _by_role(permission: str) -> Represented:
    """For acts that belong to a role: in the place of whoever lends it."""

    def say(actor: "User", subject: Any) -> "User | None":
        office = getattr(subject, "office", None)
        return lender_of(actor, office.pk, permission) if office else None

    return say


#: Rooms whose acts belong to one role -> what the role holds.
for _room, _permission in (
    ("plans", "plans.edit"),
    ("reviews", "reviews.decide"),
    ("closing", "closing.close"),
):
    represents(_room)(_by_role(_permission))

register(
    Kind(
        key="offices.roles",
        label=gettext_lazy("Roles nobody else has"),
        find=find,
        give=give,
        order=10,
        when_leaving=True,
    )
)
