"""Recommendations that a person sees to."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lempu.kernel.ledger.registry import represents
from lempu.kernel.offices.registry import Duty, Kind, Move, register
from lempu.kernel.offices.rules import lender_of
from lempu.kernel.reporting.enums import FollowUpState, Perm
from lempu.kernel.reporting.models import FollowUp
from lempu.kernel.reporting.rules import stands_for_owner
from lempu.kernel.reporting.services.follow_ups import pass_on_follow_up

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office


def find(user: "User", office: "Office", day: dt.date) -> list[Duty]:
    """Follow-ups that bind the person, and those that will once the report is signed; one query."""
    states = [FollowUpState.PROPOSED, FollowUpState.OPEN]
    rows = FollowUp.objects.filter(office=office, owner=user, state__in=states).for_listing()
    return [
        Duty(
            key=str(row.pk),
            title=row.text,
            note=_("due %(date)s") % {"date": date_format(row.due_on, "j F Y")},
            url=reverse("reporting:follow_up", args=[row.pk]),
            is_urgent=row.is_late_on(day),
        )
        for row in rows
    ]


def give(move: Move) -> None:
    for row in FollowUp.objects.filter(office=move.office, pk__in=move.keys).order_by("pk"):
        pass_on_follow_up(follow_up=row, actor=move.actor, owner=move.taker)


@represents("reporting")
def in_whose_name(actor: "User", subject: Any) -> "User | None":
    """Follow-ups are seen to in their owner's place; all else belongs to the coordinator."""
    if isinstance(subject, FollowUp) and stands_for_owner(actor, subject):
        return subject.owner
    office = getattr(subject, "office", None)
    return lender_of(actor, office.pk, Perm.EDIT) if office else None


register(
    Kind(
        key="reporting.follow_ups",
        label=gettext_lazy("Follow-up of recommendations"),
        find=find,
        give=give,
        order=60,
        is_lent=True,
    )
)
