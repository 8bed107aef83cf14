"""A gathering is planned, changed while nobody was told of it or told anew, or called off."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lempu.kernel.gatherings.enums import Act, GatheringState, Kind
from lempu.kernel.gatherings.models import Gathering
from lempu.kernel.ledger import services as ledger
from lempu.kernel.numbering import services as numbering
from lempu.kernel.numbering.enums import NumberState
from lempu.kernel.offices.models import Office, Unit
from lempu.shared.errors import DomainError

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User

#: Longer than this is a slip of the pen.
LONGEST = dt.timedelta(days=14)
#: What invited people have to be told anew.
TOLD = ("kind", "title", "agenda", "place", "starts_at", "ends_at")


@dataclass(frozen=True, slots=True)
class What:
    """What is planned. The two moments are aware; they are shown on the clock of the office."""

    kind: Kind
    title: str
    agenda: str
    place: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    unit: Unit | None = None


@transaction.atomic
def plan(*, office: Office, actor: "User", what: What) -> Gathering:
    """Refuses an end before the beginning (``ends_before``), one of weeks (``too_long``) and a sub-division
    of another office (``other_office``)."""
    _require_sound(office, what)
    row = Gathering(office=office, organiser=actor)
    _fill(row, what)
    row.save()
    record(row, Act.PLANNED, actor, **_said(row))
    return row


@transaction.atomic
def change(*, gathering: Gathering, actor: "User", what: What) -> Gathering:
    """Change it while it is planned. Whoever was invited is to be told anew, under the same number.

    Refuses ``not_planned`` and what ``plan`` refuses. Nothing changed writes nothing.
    """
    row = held(gathering)
    require_planned(row)
    _require_sound(row.office, what)
    before = {name: getattr(row, name) for name in (*TOLD, "unit")}
    _fill(row, what)
    if before == {name: getattr(row, name) for name in before}:
        return row
    if any(before[name] != getattr(row, name) for name in TOLD):
        row.invited_at = None
    row.save()
    record(row, Act.CHANGED, actor, **_said(row))
    return row


@transaction.atomic
def cancel(*, gathering: Gathering, actor: "User", reason: str) -> Gathering:
    """Call it off; its number becomes void with it. Refuses ``not_planned`` and ``reason_required``."""
    row = held(gathering)
    require_planned(row)
    reason = reason.strip()
    if not reason:
        raise DomainError(_("Say why it is called off."), code="reason_required", field="reason")
    row.state, row.reason = GatheringState.CANCELLED, reason
    row.save(update_fields=["state", "reason"])
    if row.number is not None and row.number.state != NumberState.VOID:
        numbering.void(number=row.number, actor=actor, reason=reason)
    record(row, Act.CANCELLED, actor, reason=reason)
    return row


def held(gathering: Gathering) -> Gathering:
    """The row, held until the end of the transaction."""
    rows = Gathering.objects.select_for_update(of=("self",))
    return rows.select_related("office", "organiser", "number", "unit").get(pk=gathering.pk)


def require_planned(row: Gathering) -> None:
    if row.state != GatheringState.PLANNED:
        raise DomainError(
            _("This gathering is closed or was called off. Nothing of it changes any more."),
            code="not_planned",
        )


def record(row: Gathering, act: str, actor: "User | None", **said: Any) -> None:
    ledger.record(office=row.office, act=act, subject=row, actor=actor, **said)


def _require_sound(office: Office, what: What) -> None:
    if what.ends_at <= what.starts_at:
        raise DomainError(_("It ends after it begins."), code="ends_before", field="ends")
    if what.ends_at - what.starts_at > LONGEST:
        raise DomainError(_("That is too long. Look at the times."), code="too_long", field="ends")
    if what.unit is not None and what.unit.office_id != office.pk:
        raise DomainError(
            _("This sub-division belongs to another office."), code="other_office", field="unit"
        )


def _fill(row: Gathering, what: What) -> None:
    row.kind, row.unit = what.kind, what.unit
    row.title, row.agenda, row.place = what.title.strip(), what.agenda.strip(), what.place.strip()
    row.starts_at, row.ends_at = what.starts_at, what.ends_at
    row.day = what.starts_at.astimezone(ZoneInfo(row.office.timezone)).date()


def _said(row: Gathering) -> dict[str, Any]:
    return {name: getattr(row, name) for name in TOLD} | {"day": row.day}
