"""Reads over people who sign in."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lempu.kernel.accounts.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet

DEMO_PREFIX: Final = "demo-"


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """The people of one office that the demo's sign-in page offers."""

    office: str
    people: list[User]


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
