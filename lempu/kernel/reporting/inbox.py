"""What waits on *Hari ini*: follow-ups of the person, letters to sign, work of others to check."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lempu.kernel.obligations.registry import Item, register
from lempu.kernel.reporting import selectors
from lempu.kernel.reporting.enums import Perm
from lempu.kernel.reporting.models import FollowUp
from lempu.shared.http import may
from lempu.shared.periods import today

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office


@register("reporting.follow_ups", label=gettext_lazy("Follow-up of recommendations"))
def follow_ups(user: "User", office: "Office") -> list[Item]:
    """Recommendations the person sees to; one query."""
    day = today()
    return [
        Item(
            title=row.text,
            url=reverse("reporting:follow_up", args=[row.pk]),
            note=_note(row, user),
            due_on=row.due_on,
            is_urgent=row.is_late_on(day),
        )
        for row in selectors.owed_by(user, office)
    ]


def _note(row: FollowUp, user: "User") -> str:
    span = {"period": row.report.span.name, "year": str(row.report.year), "name": row.owner.name}
    if row.owner_id != user.pk:
        return _("Recommendation of %(period)s %(year)s, on behalf of %(name)s") % span
    return _("Recommendation of %(period)s %(year)s") % span


@register("reporting.signatures", label=gettext_lazy("Reports to sign off"))
def signatures(user: "User", office: "Office") -> list[Item]:
    """Reports that wait for the leader; one query."""
    if not may(user, Perm.SIGN, office):
        return []
    return [
        Item(
            title=_("%(kind)s %(period)s %(year)s waits for your signature")
            % {
                "kind": row.report.get_kind_display(),
                "period": row.report.span.name,
                "year": str(row.report.year),
            },
            url=reverse("reporting:sign", args=[row.pk]),
            note=row.letter_number,
            is_urgent=True,
        )
        for row in selectors.to_sign(office)
    ]


@register("reporting.checks", label=gettext_lazy("Follow-ups to check"))
def checks(user: "User", office: "Office") -> list[Item]:
    """Follow-ups of others that were reported as done; one query."""
    if not may(user, Perm.VERIFY, office):
        return []
    return [
        Item(
            title=_("Check what was done: %(text)s") % {"text": row.text},
            url=reverse("reporting:follow_up", args=[row.pk]),
            note=row.owner.name,
        )
        for row in selectors.to_check(office).exclude(owner=user).exclude(done_by=user)
    ]
