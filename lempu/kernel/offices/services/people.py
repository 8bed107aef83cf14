"""Acts upon people and their roles."""

import datetime as dt
import secrets
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.enums import Act, Perm, Role
from lempu.kernel.offices.models import Membership, Office, Unit
from lempu.kernel.offices.rules import holds
from lempu.kernel.offices.services import access
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
    user = User.objects.create_user(
        username, name, password, email=email, must_change_password=True
    )
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

    An account that was closed when its person left their last office opens again. Refuses any other
    that is closed (``person_inactive``), a last day before the first
    (``ends_before_it_starts``), a role the person holds on one of those days already
    (``held_already``) and a sub-division of another office (``foreign_unit``).
    """
    lock_office(office)
    starts_on = starts_on or today(office.timezone)
    if not user.is_active and not access.reopen_account(user):
        raise DomainError(
            _("The account of this person is closed."), code="person_inactive", field="username"
        )
    if ends_on is not None and ends_on < starts_on:
        raise DomainError(
            _("The last day lies before the first."), code="ends_before_it_starts", field="ends_on"
        )
    held = Membership.objects.filter(user=user, office=office, role=role)
    if held.overlapping(starts_on, ends_on).exists():
        raise DomainError(
            _("This person holds that role here already."), code="held_already", field="role"
        )
    _require_own_unit(office, unit)
    membership = Membership.objects.create(
        user=user,
        office=office,
        role=role,
        unit=unit,
        position=position,
        areas=areas or [],
        starts_on=starts_on,
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
    """Change where in the office a person works and which areas they coordinate.

    Refuses a role that has ended (``ended_already``) and a foreign sub-division (``foreign_unit``).
    """
    membership = _locked(membership)
    _require_not_ended(membership)
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
    _require_not_ended(membership)
    if membership.role == Role.ADMINISTRATOR and not _others_administer(membership):
        raise DomainError(
            _("This is the last administrator of the office. Name another one first."),
            code="last_administrator",
        )
    membership.ends_on = today(membership.office.timezone) - dt.timedelta(days=1)
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
def reset_password(*, membership: Membership, actor: User | None) -> str:
    """Give a person of the office a new one-time password, shown once to the administrator.

    It opens everything that person may do, so it is refused to whoever does not manage the people
    of every office the person belongs to (``belongs_elsewhere``); also when the role has ended
    (``ended_already``). Their sessions end.
    """
    membership = _locked(membership)
    _require_not_ended(membership)
    user = User.objects.select_for_update().get(pk=membership.user_id)
    require_wholly_managed(user, actor)
    password = _first_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    ledger.record(office=membership.office, act=Act.PASSWORD_RESET, subject=user, actor=actor)
    return password


@transaction.atomic
def change_person(*, membership: Membership, actor: User, name: str, email: str) -> User:
    """Correct a person's name or address; the ledger notes that it happened, not the details.

    Refuses as ``reset_password`` does.
    """
    membership = _locked(membership)
    _require_not_ended(membership)
    user = User.objects.select_for_update().get(pk=membership.user_id)
    require_wholly_managed(user, actor)
    user.name, user.email = name, email
    user.save(update_fields=["name", "email"])
    ledger.record(office=membership.office, act=Act.PERSON_CHANGED, subject=user, actor=actor)
    return user


@transaction.atomic
def change_password(*, actor: User, password: str) -> User:
    """A person sets their own password; every office they work in notes that it happened."""
    user = User.objects.select_for_update().get(pk=actor.pk)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    offices = Office.objects.filter(memberships__in=user.memberships.in_force()).distinct()
    for office in offices.order_by("pk"):
        ledger.record(office=office, act=Act.PASSWORD_CHANGED, subject=user, actor=user)
    return user


def choose_theme(*, actor: User, theme: str) -> None:
    """How screens look for one person: no act of the office, so no entry in its ledger."""
    User.objects.filter(pk=actor.pk).update(theme=theme)


def lock_office(office: Office) -> None:
    """Roles of an office are given and ended one at a time, or two people could end the last two."""
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)


def _locked(membership: Membership) -> Membership:
    lock_office(membership.office)
    rows = Membership.objects.select_for_update(of=("self",)).select_related("office")
    return rows.get(pk=membership.pk)


def _others_administer(membership: Membership) -> bool:
    rows = Membership.objects.in_force().filter(
        office=membership.office, role=Role.ADMINISTRATOR, user__is_active=True
    )
    return rows.exclude(pk=membership.pk).exists()


def _require_not_ended(membership: Membership) -> None:
    if membership.has_ended:
        raise DomainError(_("This role has ended already."), code="ended_already")


def require_wholly_managed(user: User, actor: User | None) -> None:
    """Refuse (``belongs_elsewhere``) whoever does not manage all offices the person works in.

    ``actor=None`` is whoever runs the installation.
    """
    rows = user.memberships.in_force().select_related("office")
    if actor is not None and not all(holds(Perm.MANAGE_PEOPLE, actor, row) for row in rows):
        raise DomainError(
            _(
                "This person also works in another office, which you do not manage. "
                "Ask the administrator of the national office."
            ),
            code="belongs_elsewhere",
        )


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
