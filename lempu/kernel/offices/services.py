"""Acts upon people and offices."""

import datetime as dt
import secrets
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.enums import Act, Role
from lempu.kernel.offices.models import Membership, Office, Unit
from lempu.shared.errors import DomainError
from lempu.shared.periods import today


def _first_password() -> str:
    """A password a person can read from paper: no look-alike letters, about 60 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))


@transaction.atomic
def add_person(
    *,
    office: Office,
    actor: User | None,
    username: str,
    name: str,
    email: str = "",
    role: Role,
    unit: Unit | None = None,
    position: str = "",
    areas: list[str] | None = None,
) -> tuple[Membership, str]:
    """Create an account with its first membership; returns both it and a one-time password."""
    if User.objects.filter(username__iexact=username).exists():
        raise DomainError(
            _("The user name %(name)s is taken. Choose another, or give that person a role here.")
            % {"name": username},
            code="username_taken",
            field="username",
        )
    password = _first_password()
    user = User.objects.create_user(username, name, password, email=email, must_change_password=True)
    membership = add_membership(
        office=office, actor=actor, user=user, role=role, unit=unit, position=position, areas=areas
    )
    return membership, password


@transaction.atomic
def add_membership(
    *,
    office: Office,
    actor: User | None,
    user: User,
    role: Role,
    unit: Unit | None = None,
    position: str = "",
    areas: list[str] | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> Membership:
    """Give a person a role in an office.

    Refuses a role the person holds already (``held_already``) and a sub-division of another
    office (``foreign_unit``).
    """
    if Membership.objects.filter(user=user, office=office, role=role, ends_on=None).exists():
        raise DomainError(_("This person holds that role here already."), code="held_already", field="role")
    _require_own_unit(office, unit)
    membership = Membership.objects.create(
        user=user,
        office=office,
        role=role,
        unit=unit,
        position=position,
        areas=areas or [],
        starts_on=starts_on or today(),
        ends_on=ends_on,
    )
    ledger.record(
        office=office, act=Act.MEMBER_ADDED, subject=membership, actor=actor, **_facts(membership)
    )
    return membership


@transaction.atomic
def change_membership(
    *, membership: Membership, actor: User, unit: Unit | None, position: str, areas: list[str]
) -> Membership:
    """Change where in the office a person works and which areas they coordinate."""
    membership = _locked(membership)
    _require_own_unit(membership.office, unit)
    membership.unit, membership.position, membership.areas = unit, position, areas
    membership.save(update_fields=["unit", "position", "areas"])
    ledger.record(
        office=membership.office,
        act=Act.MEMBER_CHANGED,
        subject=membership,
        actor=actor,
        **_facts(membership),
    )
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, actor: User, reason: str = "") -> Membership:
    """End a role at once: yesterday is its last day. History stays.

    Refuses to end one that has ended (``ended_already``) and the last administrator of an office
    (``last_administrator``), since nobody could let people in any more.
    """
    membership = _locked(membership)
    if membership.ends_on is not None and membership.ends_on < today():
        raise DomainError(_("This role has ended already."), code="ended_already")
    if membership.role == Role.ADMINISTRATOR and not _others_administer(membership):
        raise DomainError(
            _("This is the last administrator of the office. Name another one first."),
            code="last_administrator",
        )
    membership.ends_on = today() - dt.timedelta(days=1)
    membership.save(update_fields=["ends_on"])
    ledger.record(
        office=membership.office,
        act=Act.MEMBER_ENDED,
        subject=membership,
        actor=actor,
        reason=reason,
        ends_on=membership.ends_on,
    )
    return membership


@transaction.atomic
def reset_password(*, membership: Membership, actor: User) -> str:
    """Give a person of the office a new one-time password, shown once to the administrator."""
    user = User.objects.select_for_update().get(pk=membership.user_id)
    password = _first_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    ledger.record(office=membership.office, act=Act.PASSWORD_RESET, subject=user, actor=actor)
    return password


@transaction.atomic
def change_person(*, office: Office, user: User, actor: User, name: str, email: str) -> User:
    """Correct a person's name or address; the ledger notes that it happened, not the details."""
    user.name, user.email = name, email
    user.save(update_fields=["name", "email"])
    ledger.record(office=office, act=Act.PERSON_CHANGED, subject=user, actor=actor)
    return user


@transaction.atomic
def change_office(*, office: Office, actor: User, **choices: Any) -> Office:
    """Set the office's own choices (``due_shift``, ``close_after_days``, ...)."""
    for field, value in choices.items():
        setattr(office, field, value)
    office.save(update_fields=list(choices))
    ledger.record(office=office, act=Act.OFFICE_CHANGED, subject=office, actor=actor, **choices)
    return office


def _locked(membership: Membership) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",)).select_related("office")
    return rows.get(pk=membership.pk)


def _others_administer(membership: Membership) -> bool:
    rows = Membership.objects.in_force().filter(office=membership.office, role=Role.ADMINISTRATOR)
    return rows.exclude(pk=membership.pk).exists()


def _require_own_unit(office: Office, unit: Unit | None) -> None:
    if unit is not None and unit.office_id != office.pk:
        raise DomainError(
            _("That sub-division belongs to another office."), code="foreign_unit", field="unit"
        )


def _facts(membership: Membership) -> dict[str, Any]:
    return {
        "user": membership.user_id,
        "role": membership.role,
        "unit": membership.unit.key if membership.unit else None,
        "areas": membership.areas,
        "starts_on": membership.starts_on,
        "ends_on": membership.ends_on,
    }
