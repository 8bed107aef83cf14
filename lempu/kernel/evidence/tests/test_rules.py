import datetime as dt

import pytest

from lempu.kernel.evidence.enums import Perm
from lempu.kernel.evidence.selectors import provable_by
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import (
    MembershipFactory,
    OfficeFactory,
    UnitFactory,
    person,
)
from lempu.shared.http import may
from lempu.shared.periods import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return OfficeFactory()


@pytest.fixture
def unit(office):
    return UnitFactory(office=office)


@pytest.mark.parametrize("role", Role)
def test_the_row_of_nobody_is_for_members_officers_and_coordinators(office, role):
    obligation = ObligationFactory(office=office)

    allowed = may(person(office, role), Perm.OFFER, obligation)

    assert allowed == (role in {Role.MEMBER, Role.OFFICER, Role.COORDINATOR})


@pytest.mark.parametrize(
    ("role", "own_unit", "allowed"),
    [
        (Role.MEMBER, True, True),
        (Role.MEMBER, False, False),
        (Role.OFFICER, True, True),
        (Role.COORDINATOR, False, True),
        (Role.REVIEWER, True, False),
        (Role.LEADER, True, False),
        (Role.ADMINISTRATOR, True, False),
    ],
)
def test_the_row_of_a_sub_division(office, unit, role, own_unit, allowed):
    obligation = ObligationFactory(office=office, indicator=RowFactory(office=office, unit=unit))
    other = UnitFactory(office=office)

    who = person(office, role, unit=unit if own_unit else other)

    assert may(who, Perm.OFFER, obligation) is allowed


def test_an_owner_proves_a_row_of_another_sub_division(office, unit):
    owner, colleague = person(office), person(office)
    obligation = ObligationFactory(
        office=office, indicator=RowFactory(office=office, unit=unit, owners=[owner])
    )

    assert may(owner, Perm.OFFER, obligation) is True
    assert may(colleague, Perm.OFFER, obligation) is False


def test_an_owner_who_only_reviews_now_proves_nothing(office):
    owner = person(office, Role.REVIEWER)
    obligation = ObligationFactory(
        office=office, indicator=RowFactory(office=office, owners=[owner])
    )

    assert may(owner, Perm.OFFER, obligation) is False


def test_a_reviewers_sub_division_does_not_count_for_their_other_role(office, unit):
    """Reviewer of one sub-division and member of another: they prove the other's rows only."""
    membership = MembershipFactory(office=office, reviewer=True, unit=unit)
    MembershipFactory(user=membership.user, office=office, unit=UnitFactory(office=office))
    obligation = ObligationFactory(office=office, indicator=RowFactory(office=office, unit=unit))

    assert may(membership.user, Perm.OFFER, obligation) is False


def test_nobody_of_another_office_or_whose_time_is_over(office):
    obligation = ObligationFactory(office=office)
    gone = person(office, starts_on=dt.date(2020, 1, 1), ends_on=today() - dt.timedelta(days=1))

    assert may(person(OfficeFactory()), Perm.OFFER, obligation) is False
    assert may(gone, Perm.OFFER, obligation) is False


def test_the_list_of_what_one_may_prove_agrees_with_the_rule(office, unit):
    """The query and the predicate are two tellings of one rule."""
    people = [
        person(office, unit=unit),
        person(office),
        person(office, Role.COORDINATOR),
        person(office, Role.OFFICER, unit=unit),
    ]
    rows = [
        ObligationFactory(office=office, indicator=RowFactory(office=office)),
        ObligationFactory(office=office, indicator=RowFactory(office=office, unit=unit)),
        ObligationFactory(office=office, indicator=RowFactory(office=office, owners=[people[1]])),
        ObligationFactory(
            office=office, indicator=RowFactory(office=office, unit=unit, owners=[people[1]])
        ),
        ObligationFactory(
            office=office, indicator=RowFactory(office=office, unit=UnitFactory(office=office))
        ),
    ]

    for who in people:
        listed = set(provable_by(who, office))
        assert listed == {row for row in rows if may(who, Perm.OFFER, row)}
