"""People and offices for tests: a regency in a province under the national office.

``MembershipFactory(leader=True)`` gives a person with a role; ``person(office, Role.REVIEWER)``
gives the person. Everybody's password is ``PASSWORD``.
"""

import factory
from factory.django import DjangoModelFactory

from lempu.kernel.accounts.models import User
from lempu.kernel.accounts.tests.factories import PASSWORD, UserFactory
from lempu.kernel.offices.enums import Level, Role
from lempu.kernel.offices.models import Membership, Office, Unit

__all__ = [
    "PASSWORD",
    "MembershipFactory",
    "OfficeFactory",
    "UnitFactory",
    "UserFactory",
    "person",
]
_LENGTHS = {1: Level.NATIONAL, 2: Level.PROVINCE, 4: Level.REGENCY}


class OfficeFactory(DjangoModelFactory):
    """A regency by default. The code says where it stands: "0", "73", "7317"; parents are made.
    Codes given by the factory itself lie in 94xx and 51 to 65, away from those tests name.

    Traits: ``national`` (KPU RI), ``province`` (a province). The same code gives the same office.
    """

    class Meta:
        model = Office
        django_get_or_create = ("code",)

    class Params:
        national = factory.Trait(code="0")
        province = factory.Trait(code=factory.Sequence(lambda n: f"{51 + n % 15}"))

    code = factory.Sequence(lambda n: f"94{1 + n % 99:02d}")
    level = factory.LazyAttribute(lambda o: _LENGTHS[len(o.code)])
    parent = factory.LazyAttribute(lambda o: _parent_of(o.code))
    path = factory.LazyAttribute(lambda o: (o.parent.path if o.parent else "") + f"{o.code}/")
    name = factory.LazyAttribute(lambda o: f"KPU {o.code}")
    region = factory.LazyAttribute(lambda o: f"Wilayah {o.code}")
    timezone = "Asia/Makassar"


def _parent_of(code: str) -> Office | None:
    if code == "0":
        return None
    return OfficeFactory(code="0" if len(code) == 2 else code[:2])


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    office = factory.SubFactory(OfficeFactory)
    key = factory.Sequence(lambda n: f"subbagian-{n}")
    name = factory.LazyAttribute(lambda o: f"Sub Bagian {o.key}")
    short_name = factory.LazyAttribute(lambda o: o.key)
    position = factory.Sequence(lambda n: n % 1000)


class MembershipFactory(DjangoModelFactory):
    """A member of staff by default; one trait per role."""

    class Meta:
        model = Membership

    class Params:
        administrator = factory.Trait(role=Role.ADMINISTRATOR)
        leader = factory.Trait(role=Role.LEADER)
        coordinator = factory.Trait(role=Role.COORDINATOR)
        member = factory.Trait(role=Role.MEMBER)
        reviewer = factory.Trait(role=Role.REVIEWER)
        assessor = factory.Trait(role=Role.ASSESSOR)
        officer = factory.Trait(role=Role.OFFICER)
        observer = factory.Trait(role=Role.OBSERVER)

    user = factory.SubFactory(UserFactory)
    office = factory.SubFactory(OfficeFactory)
    role = Role.MEMBER
    position = "Pelaksana"


def person(office: Office, role: Role = Role.MEMBER, **rest: object) -> User:
    """A person with one role in the office."""
    return MembershipFactory(office=office, role=role, **rest).user
