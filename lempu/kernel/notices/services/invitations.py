"""Invitations to gatherings go into the outbox: once for each sending, whatever worker looks."""

from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lempu.kernel.gatherings.enums import GatheringState
from lempu.kernel.gatherings.models import Invitee
from lempu.kernel.gatherings.renditions import day_words, time_words
from lempu.kernel.gatherings.services import calendar_of
from lempu.kernel.gatherings.services.papers import facts_of
from lempu.kernel.notices.services import outbox

BATCH = 200


def post_invitations() -> int:
    """Put what waits into the outbox; how many were. What was called off or is over is left alone."""
    if not settings.MAIL_ON:
        return 0
    rows = Invitee.objects.filter(
        mail_asked_at__isnull=False,
        mail_posted_at=None,
        gathering__state=GatheringState.PLANNED,
        gathering__ends_at__gt=timezone.now(),
    )
    return sum(_post(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _post(pk: int) -> bool:
    rows = Invitee.objects.select_for_update(of=("self",)).select_related(
        "user", "gathering__office", "gathering__organiser", "gathering__number",
        "gathering__invitation",
    )  # fmt: skip
    row = rows.get(pk=pk)
    if row.mail_posted_at is not None or not row.email:
        return False
    gathering = row.gathering
    with translation.override("id"):
        outbox.post(
            key=f"gathering:{gathering.pk}:{row.pk}:{row.mail_asked_at:%Y%m%d%H%M%S%f}",
            to=row.email,
            user=row.user,
            office=gathering.office,
            subject=_("Invitation: %(title)s") % {"title": gathering.title},
            text=_words(row),
            calendar=calendar_of(gathering).decode(),
            file=gathering.invitation,
            file_name="Undangan.pdf",
        )
    row.mail_posted_at = timezone.now()
    row.save(update_fields=["mail_posted_at"])
    return True


def _words(row: Invitee) -> str:
    facts = facts_of(row.gathering)
    lines = [
        _("To %(name)s") % {"name": row.name},
        "",
        _("You are invited to: %(title)s") % {"title": facts.title},
        facts.number,
        day_words(facts.starts_at),
        time_words(facts.starts_at, facts.ends_at),
        facts.place,
        "",
        facts.agenda,
    ]
    if row.user is not None:
        address = reverse("gatherings:gathering", args=[row.gathering_id])
        lines += ["", urljoin(settings.PUBLIC_URL, address)]
    lines += ["", facts.organiser, facts.office]
    return "\n".join(lines)
