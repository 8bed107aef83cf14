"""The life of one number. A series is held while a number is taken from it, so nobody gets the same."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.ledger import services as ledger
from lempu.kernel.numbering import readers
from lempu.kernel.numbering.enums import Act, NumberState
from lempu.kernel.numbering.models import Number, Series
from lempu.kernel.numbering.selectors import pattern_of, unit_code
from lempu.kernel.offices.models import Office, Unit
from lempu.shared.errors import DomainError
from lempu.shared.periods import today

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a number is for. ``classification`` and ``unit`` are asked where the pattern names them."""

    kind: str
    subject: str
    classification: str = ""
    unit: Unit | None = None
    recipient: str = ""
    source: str = ""


@transaction.atomic
def reserve(*, office: Office, actor: "User", wanted: Wanted) -> Number:
    """Take the next number of this year; it is nobody else's from now on.

    Refuses an unknown kind (``unknown_kind``), no subject (``subject_required``), a classification that is
    missing or no code (``class_required``), a missing sub-division (``unit_required``) and one of another
    office (``other_office``).
    """
    day = today(office.timezone)
    pattern = _checked(office, wanted, day)
    places = readers.places_of(pattern)
    series = held(office, wanted.kind, day.year, wanted.unit if "unit" in places else None)
    series.last += 1
    series.save(update_fields=["last"])
    number = Number(
        office=office,
        series=series,
        kind=wanted.kind,
        year=day.year,
        n=series.last,
        pattern=pattern,
        unit=wanted.unit,
        classification=wanted.classification if "class" in places else "",
        subject=wanted.subject.strip(),
        recipient=wanted.recipient.strip(),
        source=wanted.source,
        reserved_by=actor,
    )
    number.text = _written(number, day)
    number.save()
    _record(number, Act.RESERVED, actor, number=number.text, about=number.subject)
    return number


@transaction.atomic
def issue(*, number: Number, actor: "User", day: dt.date) -> Number:
    """Say that the letter was issued on a day. Refuses what is not reserved any more (``settled``), a day
    that has not come (``not_yet``) and one of another year (``other_year``)."""
    row = _reserved(number)
    if day > today(row.office.timezone):
        raise DomainError(_("This day has not come yet."), code="not_yet", field="day")
    if day.year != row.year:
        raise DomainError(
            _("The number belongs to %(year)s. Take one of the year of the letter.")
            % {"year": str(row.year)},
            code="other_year",
            field="day",
        )
    row.day, row.text = day, _written(row, day)
    return _settled(row, NumberState.ISSUED, Act.ISSUED, actor, day=day)


@transaction.atomic
def void(*, number: Number, actor: "User", reason: str) -> Number:
    """Make a number void; it stays in the register and is given to nobody else.

    Refuses one that is void already (``settled``) and silence (``reason_required``).
    """
    row = _held(number)
    if row.state == NumberState.VOID:
        raise _settled_already()
    if not reason.strip():
        raise DomainError(_("Say why the number is void."), code="reason_required", field="reason")
    row.reason = reason.strip()
    return _settled(row, NumberState.VOID, Act.VOIDED, actor, reason=row.reason)


@transaction.atomic
def take(*, office: Office, actor: "User", wanted: Wanted, day: dt.date) -> Number:
    """Reserve a number and issue it at once, for a letter that Lempu itself writes."""
    return issue(number=reserve(office=office, actor=actor, wanted=wanted), actor=actor, day=day)


def held(office: Office, kind: str, year: int, unit: Unit | None) -> Series:
    """The series, made when it is first asked for, held until the end of the transaction."""
    row, _made = Series.objects.get_or_create(office=office, kind=kind, year=year, unit=unit)
    locked: Series = Series.objects.select_for_update(of=("self",)).get(pk=row.pk)
    return locked


def _checked(office: Office, wanted: Wanted, day: dt.date) -> str:
    """The pattern to write by, once everything it names is there."""
    if wanted.kind not in readers.kinds():
        raise DomainError(_("This kind of letter is not known."), code="unknown_kind", field="kind")
    if not wanted.subject.strip():
        raise DomainError(_("Say what it is about."), code="subject_required", field="subject")
    pattern = pattern_of(office, wanted.kind, day)
    places = readers.places_of(pattern)
    if "class" in places and not readers.CLASS.fullmatch(wanted.classification):
        raise DomainError(
            _("Give the code of the classification, such as PK.01."),
            code="class_required",
            field="classification",
        )
    if "unit" in places and wanted.unit is None:
        raise DomainError(
            _("Numbers of this kind name a sub-division. Choose it."),
            code="unit_required",
            field="unit",
        )
    if wanted.unit is not None and wanted.unit.office_id != office.pk:
        raise DomainError(
            _("This sub-division belongs to another office."), code="other_office", field="unit"
        )
    return pattern


def _written(number: Number, day: dt.date) -> str:
    values: dict[str, Any] = {
        "n": number.n,
        "class": number.classification,
        "code": readers.kinds()[number.kind]["code"],
        "office": number.office.code,
        "unit": unit_code(number.unit) if number.unit else "",
        "roman": readers.ROMANS[day.month - 1],
        "year": number.year,
    }
    return readers.write(number.pattern, values)


def _held(number: Number) -> Number:
    rows = Number.objects.select_for_update(of=("self",)).select_related("office", "unit")
    row: Number = rows.get(pk=number.pk)
    return row


def _reserved(number: Number) -> Number:
    row = _held(number)
    if row.state != NumberState.RESERVED:
        raise _settled_already()
    return row


def _settled_already() -> DomainError:
    return DomainError(
        _("This number was issued or made void already. Load the page again."), code="settled"
    )


def _settled(row: Number, state: str, act: str, actor: "User", **said: Any) -> Number:
    row.state, row.settled_by, row.settled_at = state, actor, timezone.now()
    row.save()
    _record(row, act, actor, number=row.text, **said)
    return row


def _record(row: Number, act: str, actor: "User", **said: Any) -> None:
    ledger.record(office=row.office, act=act, subject=row, actor=actor, **said)
