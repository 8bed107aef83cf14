"""What waits for review and no other reviewer could decide."""

import datetime as dt
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lempu.kernel.accounts.models import User
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.models import Membership
from lempu.kernel.offices.registry import Duty, Kind, Move, register
from lempu.kernel.reviews.selectors import decidable_by
from lempu.shared.errors import DomainError

if TYPE_CHECKING:
    from lempu.kernel.offices.models import Office


def find(user: "User", office: "Office", day: dt.date) -> list[Duty]:
    """What waits for the person, shared with other reviewers or not; a query for each reviewer."""
    reviewing = Membership.objects.filter(office=office, role=Role.REVIEWER)
    if not reviewing.in_force(day).filter(user=user).exists():
        return []
    after = reviewing.in_force(day + dt.timedelta(days=1)).exclude(user=user)
    others = User.objects.filter(is_active=True, pk__in=after.values("user")).order_by("name")
    mine = set(decidable_by(user, office).values_list("pk", flat=True))
    theirs = {
        other: set(decidable_by(other, office).values_list("pk", flat=True)) for other in others
    }
    alone = mine.difference(*theirs.values())
    helping = [other.name for other, rows in theirs.items() if rows & mine]
    found = []
    if alone:
        note = _("Only this person can decide it now.")
        found.append(Duty("waiting", _words(len(alone)), note, reverse("reviews:queue"), True))
    if mine - alone:
        title = _words(len(mine - alone))
        found.append(Duty("shared", title, stays_with=", ".join(helping)))
    return found


def _words(count: int) -> str:
    words = ngettext(
        "%(count)s submission waits for review", "%(count)s submissions wait for review", count
    )
    return words % {"count": count}


def give(move: Move) -> None:
    """The role goes over; refuses a taker who submitted any of it themselves (``own_evidence``)."""
    waiting = set(decidable_by(move.giver, move.office).values_list("pk", flat=True))
    if waiting - set(decidable_by(move.taker, move.office).values_list("pk", flat=True)):
        raise DomainError(
            _(
                "%(name)s submitted some of what waits for review, and nobody reviews their own work. "
                "Choose somebody else for the review."
            )
            % {"name": move.taker.name},
            code="own_evidence",
        )


register(
    Kind(
        key="reviews.waiting",
        label=gettext_lazy("Evidence that waits for their review"),
        find=find,
        give=give,
        needs=(Role.REVIEWER,),
        order=50,
        when_leaving=True,
    )
)
