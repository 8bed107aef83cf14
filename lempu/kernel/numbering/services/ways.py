"""How an office numbers: its patterns, the codes of its sub-divisions, where paper left off."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lempu.kernel.ledger import services as ledger
from lempu.kernel.numbering import readers
from lempu.kernel.numbering.enums import Act
from lempu.kernel.numbering.models import Pattern, Series, UnitCode
from lempu.kernel.numbering.selectors import unit_code
from lempu.kernel.numbering.services.numbers import held
from lempu.kernel.offices.models import Office, Unit
from lempu.shared.errors import DomainError
from lempu.shared.periods import today

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


@transaction.atomic
def set_pattern(
    *, office: Office, actor: "User", kind: str, text: str, starts_on: dt.date, basis: str
) -> Pattern:
    """Number a kind by another pattern from a day on; numbers that were given stay as they are.

    Refuses an unknown kind (``unknown_kind``), a pattern without order or year or with unknown places
    (``pattern_unsound``), no legal basis (``basis_required``) and a day that has passed (``date_passed``).
    """
    text = " ".join(text.split())
    if kind not in readers.kinds():
        raise DomainError(_("This kind of letter is not known."), code="unknown_kind", field="kind")
    if not readers.is_sound(text):
        raise DomainError(
            _(
                "A pattern has {n} and {year}, and may have {class}, {code}, {office}, {unit}, {roman}."
            ),
            code="pattern_unsound",
            field="text",
        )
    if not basis.strip():
        raise DomainError(_("Name the legal basis."), code="basis_required", field="basis")
    if starts_on < today(office.timezone):
        raise DomainError(
            _("A pattern begins today or later."), code="date_passed", field="starts_on"
        )
    given = {"text": text, "basis": basis.strip(), "set_by": actor}
    row, _made = Pattern.objects.update_or_create(
        office=office, kind=kind, starts_on=starts_on, defaults=given
    )
    ledger.record(
        office=office,
        act=Act.PATTERN_SET,
        subject=office,
        actor=actor,
        kind=kind,
        pattern=text,
        starts_on=starts_on,
        basis=row.basis,
    )
    return row


@transaction.atomic
def code_units(*, office: Office, actor: "User", codes: dict[Unit, str]) -> None:
    """Set the codes of all sub-divisions at once; those that stay write nothing.

    Refuses what is no number of one or two figures (``no_code``) and the same code twice (``taken``).
    """
    if not all(code.isascii() and code.isdigit() and len(code) <= 2 for code in codes.values()):
        raise DomainError(_("A code has one or two figures."), code="no_code")
    if len(set(codes.values())) < len(codes):
        raise DomainError(_("Two sub-divisions have the same code."), code="taken")
    Office.objects.select_for_update().get(pk=office.pk)
    for unit, code in codes.items():
        if unit_code(unit) == code and UnitCode.objects.filter(unit=unit).exists():
            continue
        UnitCode.objects.update_or_create(unit=unit, defaults={"code": code})
        ledger.record(office=office, act=Act.UNIT_CODED, subject=unit, actor=actor, code=code)


@transaction.atomic
def continue_after(
    *, office: Office, actor: "User", kind: str, unit: Unit | None, last: int
) -> Series:
    """Go on after the last number given on paper this year.

    Refuses once Lempu has given numbers of the series that reach it (``given_already``).
    """
    series = held(office, kind, today(office.timezone).year, unit)
    if last < series.last or series.numbers.exists():
        raise DomainError(
            _("Lempu has given numbers of this kind this year already."),
            code="given_already",
            field="last",
        )
    series.began_after = series.last = last
    series.save(update_fields=["began_after", "last"])
    ledger.record(
        office=office,
        act=Act.CONTINUED,
        subject=office,
        actor=actor,
        kind=kind,
        unit=unit.pk if unit else None,
        last=last,
    )
    return series
