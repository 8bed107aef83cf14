"""Acts upon an office: its choices and its sub-divisions."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.enums import Act
from lempu.kernel.offices.models import Office, Unit
from lempu.shared.errors import DomainError


@transaction.atomic
def change_office(*, office: Office, actor: User, **choices: Any) -> Office:
    """Set the office's own choices (``due_shift``, ``close_after_days``, ...)."""
    for field, value in choices.items():
        setattr(office, field, value)
    office.save(update_fields=list(choices))
    ledger.record(office=office, act=Act.OFFICE_CHANGED, subject=office, actor=actor, **choices)
    return office


@transaction.atomic
def add_unit(*, office: Office, actor: User, name: str, short_name: str) -> Unit:
    """Add a sub-division below the others; refuses a name the office has already (``unit_exists``)."""
    _require_free_name(office, name)
    taken = set(office.units.values_list("key", flat=True))
    unit = Unit.objects.create(
        office=office,
        key=_free_key(short_name, taken),
        name=name,
        short_name=short_name,
        position=1 + max(office.units.values_list("position", flat=True), default=0),
    )
    ledger.record(
        office=office, act=Act.UNIT_ADDED, subject=unit, actor=actor, key=unit.key, name=name
    )
    return unit


@transaction.atomic
def change_unit(*, unit: Unit, actor: User, name: str, short_name: str) -> Unit:
    """Rename a sub-division; its key, which rows of the plan point to, stays. ``unit_exists`` as above."""
    _require_free_name(unit.office, name, besides=unit)
    unit.name, unit.short_name = name, short_name
    unit.save(update_fields=["name", "short_name"])
    ledger.record(
        office=unit.office, act=Act.UNIT_CHANGED, subject=unit, actor=actor, key=unit.key, name=name
    )
    return unit


def _require_free_name(office: Office, name: str, besides: Unit | None = None) -> None:
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    same = office.units.filter(name__iexact=name)
    if besides is not None:
        same = same.exclude(pk=besides.pk)
    if same.exists():
        raise DomainError(
            _("Your office has a sub-division of that name already."),
            code="unit_exists",
            field="name",
        )


def _free_key(short_name: str, taken: set[str]) -> str:
    stem = slugify(short_name)[:36] or "unit"
    candidates = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return next(key for key in candidates if key not in taken)
