"""The days off of one office, on top of the national calendar."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.calendar import SATURDAY
from lempu.kernel.offices.enums import Act
from lempu.kernel.offices.models import LocalDayOff, Office
from lempu.shared.errors import DomainError


@transaction.atomic
def add_day_off(*, office: Office, actor: User, day: dt.date, name: str, basis: str) -> LocalDayOff:
    """Add a day off of the office. Due dates that are set already stay as they are.

    Refuses a weekend (``weekend``), a day off of the whole country (``national_day``) and one that the
    office has already (``day_known``).
    """
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    if day.weekday() >= SATURDAY:
        raise DomainError(_("This day is a weekend already."), code="weekend", field="day")
    known = office.calendar.day_off(day)
    if known is not None and known.kind == "national":
        raise DomainError(
            _("The whole country is off on this day: %(name)s.") % {"name": known.name},
            code="national_day",
            field="day",
        )
    if office.days_off.standing().filter(day=day).exists():
        raise DomainError(_("Your office has this day off already."), code="day_known", field="day")
    row = LocalDayOff.objects.create(
        office=office, day=day, name=name.strip(), basis=basis.strip(), added_by=actor
    )
    office.__dict__.pop("calendar", None)
    ledger.record(
        office=office,
        act=Act.DAY_OFF_ADDED,
        subject=row,
        actor=actor,
        day=day,
        name=row.name,
        basis=row.basis,
    )
    return row


@transaction.atomic
def remove_day_off(*, day_off: LocalDayOff, actor: User) -> LocalDayOff:
    """Take a day off back; it stays on record. Refuses one that was taken back (``removed_already``)."""
    rows = LocalDayOff.objects.select_for_update(of=("self",)).select_related("office")
    row = rows.get(pk=day_off.pk)
    if row.removed_at is not None:
        raise DomainError(_("This day was taken back already."), code="removed_already")
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at"])
    ledger.record(office=row.office, act=Act.DAY_OFF_REMOVED, subject=row, actor=actor, day=row.day)
    return row
