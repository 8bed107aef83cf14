"""Who is invited, and the invitation: a numbered letter, a mail with a date for the calendar."""

import datetime as dt
import io
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.files.services import store
from lempu.kernel.gatherings import renditions
from lempu.kernel.gatherings.enums import Act
from lempu.kernel.gatherings.models import Gathering, Invitee
from lempu.kernel.gatherings.services import papers
from lempu.kernel.gatherings.services.planning import held, record, require_planned
from lempu.kernel.numbering import services as numbering
from lempu.kernel.numbering.services import Wanted
from lempu.kernel.offices.selectors import people_of
from lempu.shared.errors import DomainError
from lempu.shared.periods import today

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lempu.kernel.accounts.models import User


@transaction.atomic
def choose_people(*, gathering: Gathering, actor: "User", people: "Iterable[User]") -> None:
    """Invite exactly these people of the office; guests stay. Refuses ``not_planned`` and people who do not
    work there (``not_of_office``). Nothing changed writes nothing."""
    row = held(gathering)
    require_planned(row)
    wanted = {person.pk: person for person in people}
    allowed = set(people_of(row.office).filter(pk__in=wanted).values_list("pk", flat=True))
    if allowed != set(wanted):
        raise DomainError(
            _("Somebody of them does not work in this office any more."),
            code="not_of_office",
            field="people",
        )
    there = dict(row.invitees.exclude(user=None).values_list("user", "pk"))
    if set(there) == set(wanted):
        return
    Invitee.objects.filter(pk__in=[there[pk] for pk in set(there) - set(wanted)]).delete()
    Invitee.objects.bulk_create(
        Invitee(
            gathering=row,
            user=wanted[pk],
            name=wanted[pk].name,
            institution=row.office.name,
            email=wanted[pk].email,
        )
        for pk in sorted(set(wanted) - set(there))
    )
    record(row, Act.CHANGED, actor, invited=sorted(wanted))


@transaction.atomic
def add_guest(
    *, gathering: Gathering, actor: "User", name: str, institution: str, email: str = ""
) -> Invitee:
    """Invite somebody from outside. Refuses ``not_planned``."""
    row = held(gathering)
    require_planned(row)
    guest = Invitee.objects.create(
        gathering=row, name=name.strip(), institution=institution.strip(), email=email
    )
    record(row, Act.CHANGED, actor, guest=guest.pk)
    return guest


@transaction.atomic
def remove_invitee(*, invitee: Invitee, actor: "User") -> None:
    """Take somebody off the list while it is planned. Refuses ``not_planned``."""
    row = held(invitee.gathering)
    require_planned(row)
    Invitee.objects.filter(pk=invitee.pk).delete()
    record(row, Act.CHANGED, actor, uninvited=invitee.pk)


def send_invitation(
    *, gathering: Gathering, actor: "User", classification: str, day: dt.date | None = None
) -> Gathering:
    """Number the invitation, write it as a letter and have it sent to everybody who has an address.

    May be cut off anywhere and pressed again: the number is reserved first and used again. Refuses
    ``not_planned``, nobody invited (``nobody``), one that was sent and says the same (``sent_already``), and
    what numbering refuses.
    """
    row = _numbered(gathering, actor, classification)
    letter = renditions.write_letter(papers.invitation_of(row, today(row.office.timezone)))
    pdf = store(content=io.BytesIO(letter), name="undangan.pdf")
    with transaction.atomic():
        row = held(row)
        require_planned(row)
        assert row.number is not None
        if row.number.is_reserved:
            issued_on = day or today(row.office.timezone)
            row.number = numbering.issue(number=row.number, actor=actor, day=issued_on)
        now = timezone.now()
        row.invitation, row.invited_at = pdf, now
        row.save(update_fields=["invitation", "invited_at", "number"])
        row.invitees.exclude(email="").update(mail_asked_at=now, mail_posted_at=None)
        count = row.invitees.count()
        record(row, Act.INVITED, actor, number=row.number.text, sha256=pdf.sha256, invited=count)
    return row


@transaction.atomic
def _numbered(gathering: Gathering, actor: "User", classification: str) -> Gathering:
    row = held(gathering)
    require_planned(row)
    if not row.invitees.exists():
        raise DomainError(_("Nobody is invited yet. Choose people first."), code="nobody")
    if row.invited_at is not None:
        raise DomainError(
            _("The invitation was sent, and nothing has changed since."), code="sent_already"
        )
    if row.number is None:
        wanted = Wanted(
            kind="invitation",
            subject=row.title,
            classification=classification,
            unit=row.unit,
            source=row.key,
        )
        row.number = numbering.reserve(office=row.office, actor=actor, wanted=wanted)
        row.save(update_fields=["number"])
    return row


def calendar_of(gathering: Gathering) -> bytes:
    """The gathering for calendars of other programs; a later one takes the place of the first."""
    return renditions.calendar_file(
        uid=f"{gathering.code.lower()}@lempu",
        title=gathering.title,
        detail=gathering.agenda,
        place=gathering.place,
        starts_at=gathering.starts_at,
        ends_at=gathering.ends_at,
        changed_at=gathering.invited_at or gathering.planned_at,
    )
