"""Reads over people who sign in."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.db.models import Max

from lempu.kernel.accounts.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet

DEMO_PREFIX: Final = "demo-"
#: What counts as a second step; recovery codes only stand in for one.
SECOND_STEPS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """The people of one office that the demo's sign-in page offers."""

    office: str
    people: list[User]


def has_second_step(user: "User | Any") -> bool:
    """Whether a password alone no longer opens the account."""
    return bool(Authenticator.objects.filter(user=user, type__in=SECOND_STEPS).exists())


def active_person(pk: int) -> User | None:
    return User.objects.filter(pk=pk, is_active=True).first()


def last_failure(username: str, address: str | None) -> dt.datetime | None:
    """When a wrong password was last given for the name from the address."""
    attempts = AccessAttempt.objects.filter(username=username, ip_address=address)
    found: dt.datetime | None = attempts.aggregate(last=Max("attempt_time"))["last"]
    return found


def demo_people() -> "QuerySet[User]":
    """Active people of the demo, one for each role; they carry no password."""
    people = User.objects.filter(username__startswith=DEMO_PREFIX, is_active=True)
    return people.filter(memberships__isnull=False).distinct().order_by("pk")


def demo_groups() -> list[DemoGroup]:
    """The demo's people under the office they work in, in the order they were made."""
    groups: dict[str, DemoGroup] = {}
    for user in demo_people().prefetch_related("memberships__office"):
        office = user.memberships.all()[0].office.name
        groups.setdefault(office, DemoGroup(office, [])).people.append(user)
    return list(groups.values())
