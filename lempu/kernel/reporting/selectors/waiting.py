"""What waits for somebody: a signature, a follow-up, a check."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

from lempu.kernel.offices.rules import standing_in
from lempu.kernel.reporting.enums import FollowUpState, VersionState
from lempu.kernel.reporting.models import (
    FollowUp,
    FollowUpQuerySet,
    ReportVersionQuerySet,
    Version,
)

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office


def to_sign(office: "Office") -> ReportVersionQuerySet:
    """Latest versions that bear a number and wait for the leader."""
    later = Version.objects.filter(report=OuterRef("report"), number__gt=OuterRef("number"))
    waiting = Version.objects.filter(
        ~Exists(later), report__office=office, state=VersionState.MADE
    ).exclude(letter_number="")
    return waiting.select_related("report").order_by("made_at")


def follow_ups_of(office: "Office", day: dt.date) -> FollowUpQuerySet:
    """What binds somebody: late ones first, then by day, then those that wait for a check."""
    rank = Case(
        When(state=FollowUpState.OPEN, due_on__lt=day, then=Value(0)),
        When(state=FollowUpState.OPEN, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = FollowUp.objects.filter(office=office).binding().annotate(rank=rank)
    return rows.select_related("owner", "report", "office").order_by("rank", "due_on", "pk")


def owed_by(person: "User", office: "Office") -> FollowUpQuerySet:
    """The person's own open follow-ups, and those of colleagues in whose place they work."""
    rows = Q(owner=person)
    for each in standing_in(person, office.pk):
        chosen = each.keys_of("reporting.follow_ups")
        rows |= Q(owner=each.person) if each.is_all else Q(owner=each.person, pk__in=chosen)
    return FollowUp.objects.filter(rows, office=office, state=FollowUpState.OPEN).for_listing()


def to_check(office: "Office") -> FollowUpQuerySet:
    """Those reported as done."""
    return FollowUp.objects.filter(office=office, state=FollowUpState.DONE).for_listing()
