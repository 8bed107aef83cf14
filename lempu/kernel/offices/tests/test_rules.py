"""Who may do what: the table as people would read it, against what ``holds`` answers."""

import pytest
from django.core.exceptions import PermissionDenied

from lempu.kernel.accounts.models import User
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.models import Office
from lempu.kernel.offices.rules import GRANTS, WORDS, holds
from lempu.kernel.offices.tests.factories import (
    MembershipFactory,
    OfficeFactory,
    UserFactory,
    person,
)
from lempu.shared import http

pytestmark = pytest.mark.django_db

#: Written out a second time on purpose, role by role: a slip in GRANTS must disagree with this.
MAY = {
    Role.ADMINISTRATOR: "gatherings.view gatherings.attend "
    "numbering.view numbering.set "
    "change.view change.pledge "
    "closing.view "
    "assessment.view offices.delegate ledger.seal keeping.view "
    "offices.view "
    "offices.manage_people offices.manage_office offices.hand_over "
    "ledger.view plans.view obligations.view evidence.view home.today"
    " notices.message notices.manage identity.manage reporting.view reporting.follow api.use",
    Role.LEADER: "gatherings.view gatherings.attend "
    "numbering.view "
    "change.view change.pledge "
    "closing.view closing.take "
    "findings.set_rules "
    "assessment.view assessment.sign offices.delegate ledger.seal bundles.export "
    "offices.view "
    "ledger.view plans.view plans.enact obligations.view evidence.view "
    "reviews.view closing.close home.today home.cockpit"
    " notices.message reporting.view notices.chase reporting.sign reporting.follow reporting.verify api.use",
    Role.COORDINATOR: "gatherings.view gatherings.attend gatherings.organise "
    "numbering.view numbering.take numbering.set "
    "change.view change.pledge change.edit change.explain "
    "plans.bind closing.view closing.take "
    "findings.accept findings.set_rules "
    "assessment.view assessment.answer assessment.manage "
    "offices.delegate ledger.seal bundles.export "
    "offices.view "
    "offices.hand_over ledger.view plans.view plans.edit "
    "plans.enact plans.assign obligations.view evidence.view evidence.offer reviews.view closing.close "
    "home.today home.cockpit oversight.hand_down"
    " notices.message reporting.view notices.chase reporting.edit reporting.follow reporting.verify api.use",
    Role.MEMBER: "gatherings.view gatherings.attend gatherings.organise "
    "numbering.view numbering.take "
    "change.view change.pledge change.explain "
    "closing.view "
    "assessment.view assessment.answer offices.delegate "
    "offices.view "
    "ledger.view plans.view obligations.view evidence.view evidence.offer "
    "home.today"
    " notices.message reporting.view reporting.follow api.use",
    Role.REVIEWER: "gatherings.view gatherings.attend "
    "numbering.view "
    "change.view change.pledge "
    "closing.view "
    "findings.accept assessment.view offices.delegate "
    "offices.view "
    "ledger.view plans.view obligations.view evidence.view "
    "reviews.view reviews.decide home.today"
    " notices.message reporting.view reporting.follow api.use",
    Role.ASSESSOR: "gatherings.view "
    "numbering.view "
    "change.view "
    "closing.view "
    "assessment.judge bundles.export ledger.view plans.view obligations.view evidence.view "
    "offices.view "
    "reviews.view home.cockpit"
    " reporting.view api.use",
    Role.OFFICER: "gatherings.view gatherings.attend gatherings.organise "
    "numbering.view numbering.take "
    "change.view change.pledge change.edit change.explain "
    "closing.view closing.take "
    "assessment.view offices.delegate "
    "offices.view "
    "ledger.view plans.view obligations.view evidence.view "
    "evidence.offer home.today"
    " notices.message reporting.view reporting.follow api.use",
    Role.OBSERVER: "assessment.judge assessment.oversee "
    "plans.view obligations.view home.cockpit oversight.view "
    "offices.view api.use",
}
EDITS = {
    "offices.manage_people", "offices.manage_office", "plans.edit", "plans.enact", "plans.assign",
    "evidence.offer", "reviews.decide", "closing.close",
}  # fmt: skip


@pytest.fixture
def tree():
    """Luwu and Palopo below Sulawesi Selatan, a regency of Bali, and the national office."""
    codes = {"luwu": "7317", "palopo": "7373", "badung": "5103", "sulsel": "73", "bali": "51"}
    offices = {name: OfficeFactory(code=code) for name, code in codes.items()}
    return offices | {"national": OfficeFactory(code="0")}


def held(user, office):
    return {permission for permission in GRANTS if holds(permission, user, office)}


@pytest.mark.parametrize("role", Role)
def test_a_role_holds_what_the_table_says_in_its_own_office(tree, role):
    assert held(person(tree["luwu"], role), tree["luwu"]) == set(MAY[role].split())


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("elsewhere", ["palopo", "badung", "sulsel", "national"])
def test_a_role_holds_nothing_sideways_or_above(tree, role, elsewhere):
    assert held(person(tree["luwu"], role), tree[elsewhere]) == set()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OBSERVER])
def test_a_role_of_a_province_does_not_reach_its_regencies(tree, role):
    assert held(person(tree["sulsel"], role), tree["luwu"]) == set()


@pytest.mark.parametrize(
    ("stands", "sees", "blind"),
    [
        ("sulsel", ["sulsel", "luwu", "palopo"], ["bali", "badung", "national"]),
        ("national", ["national", "sulsel", "luwu", "palopo", "bali", "badung"], []),
        ("luwu", ["luwu"], ["palopo", "sulsel"]),
    ],
)
def test_an_observer_sees_below_and_never_sideways(tree, stands, sees, blind):
    observer = person(tree[stands], Role.OBSERVER)

    assert {name for name in sees if held(observer, tree[name])} == set(sees)
    assert {name for name in blind if held(observer, tree[name])} == set()
    assert set(Office.objects.visible_to(observer)) == {tree[name] for name in sees}


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.ASSESSOR])
def test_who_only_looks_edits_nothing(role):
    assert set(MAY[role].split()) & EDITS == set()


@pytest.mark.parametrize("name", ["luwu", "bali"])
def test_the_national_administrator_prepares_every_office_and_sees_no_work(tree, name):
    administrator = person(tree["national"], Role.ADMINISTRATOR)

    assert held(administrator, tree[name]) == {p for p in GRANTS if p.startswith("offices.")}


def test_codes_that_begin_alike_are_different_offices(tree):
    """ "0/7/" must not reach "0/73/": paths are compared with their closing slash."""
    short = OfficeFactory(code="7", level="province", parent=tree["national"], path="0/7/")

    assert held(person(short, Role.OBSERVER), tree["sulsel"]) == set()


@pytest.mark.parametrize("days", [{"starts_on": "2999-01-01"}, {"ends_on": "2001-01-01"}])
def test_a_role_holds_only_between_its_days(tree, days):
    assert held(person(tree["luwu"], Role.LEADER, **days), tree["luwu"]) == set()


def test_a_closed_account_holds_nothing(tree):
    user = MembershipFactory(leader=True, office=tree["luwu"], user__inactive=True).user

    assert held(user, tree["luwu"]) == set()
    assert not Office.objects.visible_to(user).exists()


def test_roles_in_two_offices_do_not_mix(tree):
    user = UserFactory()
    MembershipFactory(user=user, office=tree["luwu"], role=Role.REVIEWER)
    MembershipFactory(user=user, office=tree["palopo"], role=Role.MEMBER)

    assert held(user, tree["luwu"]) == set(MAY[Role.REVIEWER].split())
    assert held(user, tree["palopo"]) == set(MAY[Role.MEMBER].split())


def test_several_roles_in_one_office_add_up(tree):
    user = UserFactory()
    for role in (Role.REVIEWER, Role.MEMBER):
        MembershipFactory(user=user, office=tree["luwu"], role=role)

    assert held(user, tree["luwu"]) == set(MAY[Role.REVIEWER].split() + MAY[Role.MEMBER].split())


def test_a_row_belongs_to_its_office(tree):
    row = MembershipFactory(office=tree["luwu"])

    assert holds("offices.manage_people", person(tree["luwu"], Role.ADMINISTRATOR), row)
    assert not holds("offices.manage_people", person(tree["palopo"], Role.ADMINISTRATOR), row)


def test_asking_many_times_asks_the_database_once(tree, django_assert_num_queries):
    user = User.objects.get(pk=person(tree["luwu"], Role.LEADER).pk)

    with django_assert_num_queries(1):
        assert len([held(user, tree[name]) for name in ("luwu", "palopo", "sulsel")]) == 3


def test_every_permission_has_words():
    assert list(WORDS) == list(GRANTS)


def test_a_permission_that_is_missing_is_said_loudly():
    office = OfficeFactory(code="7317")

    http.require_perm(person(office, Role.ADMINISTRATOR), "offices.manage_people", office)
    with pytest.raises(PermissionDenied, match=r"offices\.manage_people"):
        http.require_perm(person(office, Role.LEADER), "offices.manage_people", office)


def test_an_unknown_permission_is_held_by_nobody():
    office = OfficeFactory(code="7317")

    assert not http.may(person(office, Role.ADMINISTRATOR), "offices.no_such", office)
