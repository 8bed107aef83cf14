"""Recommendations that a person sees to."""

import datetime as dt
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lempu.kernel.offices.registry import Duty, Kind, Move, register
from lempu.kernel.reporting.enums import FollowUpState
from lempu.kernel.reporting.models import FollowUp
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


register(
    Kind(
        key="reporting.follow_ups",
        label=gettext_lazy("Follow-up of recommendations"),
        find=find,
        give=give,
        order=60,
    )
)
