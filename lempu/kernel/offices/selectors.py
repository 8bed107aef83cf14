"""Reads over people and offices."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lempu.kernel.accounts.models import User
from lempu.kernel.offices import registry
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.models import Delegation, Departure, Membership, Office
from lempu.kernel.offices.rules import (
    GRANTS,
    LENDABLE,
    WORDS,
    memberships_of,
    own_roles_in,
    standing_in,
)
from lempu.shared import reference

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from lempu.kernel.offices.models import MembershipQuerySet


#: Under this name a session keeps the office a person chose to work in.
SESSION_KEY: Final = "office"


def area_choices() -> list[tuple[str, str]]:
    """The areas of change that a person may coordinate, in the language of the page."""
    word = "en" if get_language() == "en" else "id"
    return [(area["key"], area[word]) for area in reference.read("areas")["areas"]]


def area_words(keys: list[str]) -> list[str]:
    """The names of areas; a key the data no longer knows is left out."""
    return [name for key, name in area_choices() if key in keys]


def position_choices(level: str) -> list[str]:
    """Usual positions in an office of the level, as suggestions for typing."""
    rows = reference.read("positions")["positions"]
    return [row["id"] for row in rows if level in row["levels"]]


def offices_of(user: User | Any) -> list[Office]:
    """The offices a person belongs to, without repetition, in tree order."""
    found = {m.office_id: m.office for m in memberships_of(user)}
    return sorted(found.values(), key=lambda office: office.path)


def people_of(office: Office, *roles: Role) -> "QuerySet[User]":
    """Active people with a membership in force in the office (of one of ``roles`` when given)."""
    rows = Membership.objects.in_force().filter(office=office)
    if roles:
        rows = rows.filter(role__in=roles)
    return User.objects.filter(is_active=True, pk__in=rows.values("user")).order_by("name")


def people_listed(
    office: Office, *, words: str = "", role: str = "", ended: bool = False
) -> "QuerySet[User]":
    """People with a role in the office that has not ended (or has), each with ``roles_here``."""
    rows = Membership.objects.filter(office=office)
    rows = rows.ended() if ended else rows.not_ended()
    if role in Role.values:
        rows = rows.filter(role=role)
    people = User.objects.filter(pk__in=rows.values("user"))
    for word in words.split():
        matching = rows.filter(position__icontains=word).values("user")
        people = people.filter(
            Q(name__icontains=word) | Q(username__icontains=word) | Q(pk__in=matching)
        )
    shown = rows.select_related("unit").order_by("starts_on", "pk")
    return people.prefetch_related(Prefetch("memberships", shown, "roles_here")).order_by(
        "name", "pk"
    )


def rights_of(role: Role) -> list[str | Promise]:
    """What a role may do, in words."""
    return [WORDS[permission] for permission, roles in GRANTS.items() if role in roles]


@dataclass(frozen=True, slots=True)
class Place:
    """An office a person belongs to, with their roles there in words."""

    office: Office
    roles: str


def places_of(user: User | Any) -> list[Place]:
    return [Place(office, role_words(user, office)) for office in offices_of(user)]


def unit_ids_of(user: User | Any, office_id: int) -> set[int]:
    """The sub-divisions a person belongs to in an office, or stands in for somebody of."""
    own = {m.unit_id for m in memberships_of(user) if m.office_id == office_id}
    lent = {unit for each in standing_in(user, office_id) for _role, unit in each.lent}
    return {unit for unit in own | lent if unit is not None}


def role_words(user: User | Any, office: Office) -> str:
    """The person's roles in the office, as shown under their name."""
    roles = own_roles_in(user, office.pk)
    return ", ".join(str(role.label) for role in Role if role in roles)


@dataclass(frozen=True, slots=True)
class Heap:
    """What a person owes of one kind."""

    kind: registry.Kind
    duties: list[registry.Duty]

    def name_of(self, duty: registry.Duty) -> str:
        """How the duty is named among those of all kinds."""
        return f"{self.kind.key}:{duty.key}"

    @property
    def open(self) -> list[registry.Duty]:
        """What needs somebody to take it over."""
        return [duty for duty in self.duties if not duty.stays_with]


def duties_of(user: User, office: Office, day: dt.date, *, leaving: bool) -> list[Heap]:
    """What a person owes an office, by kind; ``day`` is one on which they are (or were) there."""
    heaps = (Heap(k, k.find(user, office, day)) for k in registry.kinds(leaving=leaving))
    return [heap for heap in heaps if heap.duties]


def roles_of(user: User) -> "MembershipQuerySet":
    """Roles of a person that have not ended, in every office."""
    return Membership.objects.not_ended().filter(user=user).for_listing()


def departure_of(user: User, office: Office) -> Departure | None:
    """The last time the person planned to leave the office or did, unless they came back since."""
    rows = Departure.objects.filter(user=user, office=office, cancelled_at=None)
    found = rows.select_related("heir", "planned_by").order_by("-planned_at").first()
    if found is None or found.completed_at is None:
        return found
    is_back = user.memberships.not_ended().filter(office=office).exists()
    return None if is_back else found


def unfinished_departures(office: Office) -> "QuerySet[Departure]":
    """Who left with duties nobody took over; ``role_pk`` is a role they had, the way to their page."""
    roles = Membership.objects.filter(user=OuterRef("user"), office=office).order_by("-pk")
    rows = Departure.objects.unfinished().filter(office=office).select_related("user")
    return rows.annotate(role_pk=Subquery(roles.values("pk")[:1])).order_by("last_day", "pk")


def taker_choices(office: Office, *, besides: User, day: dt.date) -> list[tuple[str, str]]:
    """People who are in the office on ``day``, with their roles, to choose who takes something over."""
    rows = Membership.objects.in_force(day).working().filter(office=office, user__is_active=True)
    words: dict[tuple[str, str], list[str]] = {}
    for row in rows.exclude(user=besides).for_listing():
        words.setdefault((str(row.user_id), row.user.name), []).append(row.get_role_display())
    return [(key, f"{name} ({', '.join(roles)})") for (key, name), roles in words.items()]


def lendable_of(
    user: User, office: Office, day: dt.date
) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a person on leave can leave to a colleague, by kind: (name, words) of each duty."""
    rows = Membership.objects.in_force(day).filter(user=user, office=office)
    lent = rows.filter(
        role__in=[role for role in LENDABLE if role not in (Role.MEMBER, Role.OFFICER)]
    )
    roles = [(f"offices.roles:{row.role}", str(row.get_role_display())) for row in lent]
    heaps = [heap for heap in duties_of(user, office, day, leaving=False) if heap.kind.is_lent]
    found = [
        (str(heap.kind.label), [(heap.name_of(d), f"{d.title}: {d.note}") for d in heap.open])
        for heap in heaps
    ]
    return [*([(_("Roles"), roles)] if roles else []), *found]


def colleagues_of(office: Office, *, besides: User) -> list[Membership]:
    """The others who are in the office now, each by one of their roles."""
    rows = Membership.objects.in_force().working().filter(office=office, user__is_active=True)
    found: dict[int, Membership] = {}
    for row in rows.exclude(user=besides).for_listing():
        found.setdefault(row.user_id, row)
    return list(found.values())


def delegations_about(user: User, office: Office) -> "list[Delegation]":
    """Delegations of a person and to them that are not over; one query."""
    rows = Delegation.objects.not_over().filter(Q(person=user) | Q(delegate=user), office=office)
    return list(rows.for_listing())
