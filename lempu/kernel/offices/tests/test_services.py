import datetime as dt
import json

import pytest

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger.models import Entry
from lempu.kernel.ledger.selectors import first_break, payload_of
from lempu.kernel.offices import services
from lempu.kernel.offices.enums import DueShift, Role
from lempu.kernel.offices.models import Membership, Office, Unit
from lempu.kernel.offices.tests.factories import (
    PASSWORD,
    MembershipFactory,
    OfficeFactory,
    UnitFactory,
    UserFactory,
    person,
)
from lempu.shared import reference
from lempu.shared.errors import DomainError
from lempu.shared.periods import today

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def luwu():
    return OfficeFactory(code="7317")


@pytest.fixture
def administrator(luwu):
    return person(luwu, Role.ADMINISTRATOR)


def refused(act, **arguments):
    with pytest.raises(DomainError) as refusal:
        act(**arguments)
    assert not Entry.objects.exists()
    return refusal.value.code


def acts():
    return list(Entry.objects.order_by("pk").values_list("act", flat=True))


def test_a_person_comes_in_with_a_one_time_password(luwu, administrator):
    membership, password = services.add_person(
        office=luwu, actor=administrator, username="Siti.A", name="Siti", role=Role.MEMBER
    )

    user = User.objects.get(username="siti.a")
    assert user.check_password(password)
    assert user.must_change_password
    assert (membership.user, membership.office, membership.role) == (user, luwu, Role.MEMBER)
    assert acts() == ["offices.member_added"]


def test_no_password_and_no_name_reach_the_ledger(luwu, administrator):
    membership, password = services.add_person(
        office=luwu, actor=administrator, username="siti", name="Siti Aminah", role=Role.MEMBER
    )
    again = services.reset_password(membership=membership, actor=administrator)

    written = " ".join(Entry.objects.values_list("body", flat=True))
    assert not any(secret in written for secret in (password, again, "Aminah", "siti"))


@pytest.mark.parametrize("taken", ["siti", "SITI"])
def test_a_user_name_is_given_once(luwu, administrator, taken):
    UserFactory(username="siti")

    code = refused(
        services.add_person,
        office=luwu, actor=administrator, username=taken, name="Siti", role=Role.MEMBER,
    )  # fmt: skip

    assert code == "username_taken"


class TestAddMembership:
    @pytest.mark.parametrize(
        ("held", "wanted", "refuses"),
        [
            ((0, None), (0, None), True),
            ((0, None), (10, 20), True),
            ((0, 10), (10, None), True),
            ((0, 10), (11, None), False),
            ((20, None), (0, 19), False),
            ((20, None), (0, 20), True),
            ((-20, -1), (0, None), False),
        ],
    )
    def test_the_same_role_never_overlaps(self, luwu, administrator, held, wanted, refuses):
        first, last = (None if n is None else today() + n * DAY for n in held)
        user = MembershipFactory(office=luwu, leader=True, starts_on=first, ends_on=last).user
        starts_on, ends_on = (None if n is None else today() + n * DAY for n in wanted)
        given = {
            "office": luwu, "actor": administrator, "user": user, "role": Role.LEADER,
            "starts_on": starts_on, "ends_on": ends_on,
        }  # fmt: skip

        if refuses:
            assert refused(services.add_membership, **given) == "held_already"
        else:
            services.add_membership(**given)
            assert user.memberships.count() == 2

    def test_another_role_or_office_is_free(self, luwu, administrator):
        user = person(luwu, Role.MEMBER)

        services.add_membership(office=luwu, actor=administrator, user=user, role=Role.REVIEWER)
        services.add_membership(
            office=OfficeFactory(code="7373"), actor=None, user=user, role=Role.MEMBER
        )

        assert user.memberships.count() == 3

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            (lambda: {"user": UserFactory(inactive=True)}, "person_inactive"),
            (lambda: {"ends_on": today() - DAY}, "ends_before_it_starts"),
            (lambda: {"unit": UnitFactory(office=OfficeFactory(code="7373"))}, "foreign_unit"),
        ],
        ids=["person_inactive", "ends_before_it_starts", "foreign_unit"],
    )
    def test_refusals(self, luwu, administrator, change, code):
        given = {"office": luwu, "actor": administrator, "user": UserFactory(), "role": Role.MEMBER}

        assert refused(services.add_membership, **(given | change())) == code


class TestChangeMembership:
    def test_place_and_areas_change(self, luwu, administrator):
        membership = MembershipFactory(office=luwu, coordinator=True)
        unit = UnitFactory(office=luwu)

        services.change_membership(
            membership=membership,
            actor=administrator,
            unit=unit,
            position="Kasubbag",
            areas=["change"],
        )

        membership.refresh_from_db()
        kept = (membership.unit, membership.position, membership.areas)
        assert kept == (unit, "Kasubbag", ["change"])
        assert payload_of(Entry.objects.get())["areas"] == ["change"]

    def test_a_role_that_ended_stays_as_it_was(self, luwu, administrator):
        membership = MembershipFactory(office=luwu, ends_on=today() - DAY)

        code = refused(
            services.change_membership,
            membership=membership, actor=administrator, unit=None, position="x", areas=[],
        )  # fmt: skip

        assert code == "ended_already"

    def test_a_foreign_unit_is_refused(self, luwu, administrator):
        unit = UnitFactory(office=OfficeFactory(code="7373"))

        code = refused(
            services.change_membership,
            membership=MembershipFactory(office=luwu), actor=administrator, unit=unit,
            position="", areas=[],
        )  # fmt: skip

        assert code == "foreign_unit"


class TestEndMembership:
    def test_it_ends_at_once_and_stays_in_history(self, luwu, administrator):
        membership = MembershipFactory(office=luwu)

        services.end_membership(membership=membership, actor=administrator, reason="Pindah")

        membership.refresh_from_db()
        assert membership.has_ended
        assert not Membership.objects.in_force().filter(pk=membership.pk).exists()
        assert payload_of(Entry.objects.get())["reason"] == "Pindah"

    def test_it_may_be_given_again_the_same_day(self, luwu, administrator):
        membership = MembershipFactory(office=luwu)
        services.end_membership(membership=membership, actor=administrator)

        services.add_membership(
            office=luwu, actor=administrator, user=membership.user, role=Role.MEMBER
        )

        assert Membership.objects.in_force().filter(user=membership.user).count() == 1

    def test_it_ends_once(self, luwu, administrator):
        membership = MembershipFactory(office=luwu, ends_on=today() - DAY)

        assert (
            refused(services.end_membership, membership=membership, actor=administrator)
            == "ended_already"
        )

    @pytest.mark.parametrize(
        "other",
        [
            None,
            {"user__inactive": True},
            {"ends_on": dt.date(2001, 1, 1)},
            {"starts_on": dt.date(2999, 1, 1)},
            {"role": Role.LEADER},
        ],
    )
    def test_the_last_administrator_stays(self, luwu, administrator, other):
        if other is not None:
            MembershipFactory(**({"office": luwu, "role": Role.ADMINISTRATOR} | other))
        membership = administrator.memberships.get()

        code = refused(services.end_membership, membership=membership, actor=administrator)

        assert code == "last_administrator"

    def test_one_of_two_administrators_may_go(self, luwu, administrator):
        person(luwu, Role.ADMINISTRATOR)

        services.end_membership(membership=administrator.memberships.get(), actor=administrator)

        assert acts() == ["offices.member_ended"]


class TestPassword:
    def test_reset_gives_a_new_one_and_ends_sessions(self, luwu, administrator, client):
        membership = MembershipFactory(office=luwu)
        client.force_login(membership.user)

        password = services.reset_password(membership=membership, actor=administrator)

        user = User.objects.get(pk=membership.user_id)
        assert user.check_password(password)
        assert user.must_change_password
        assert client.get("/akun/").url == "/masuk/?next=/akun/"

    @pytest.mark.parametrize("act", ["reset_password", "change_person"])
    def test_a_person_of_another_office_too_is_out_of_reach(self, luwu, administrator, act):
        """Else an administrator could add somebody powerful and sign in as them."""
        user = person(OfficeFactory(code="0"), Role.ADMINISTRATOR)
        membership = MembershipFactory(user=user, office=luwu)
        extra = {} if act == "reset_password" else {"name": "x", "email": ""}

        code = refused(getattr(services, act), membership=membership, actor=administrator, **extra)

        assert code == "belongs_elsewhere"
        assert User.objects.get(pk=user.pk).check_password(PASSWORD)

    def test_the_national_administrator_reaches_everybody(self, luwu):
        national = person(OfficeFactory(code="0"), Role.ADMINISTRATOR)
        membership = MembershipFactory(office=luwu)
        MembershipFactory(user=membership.user, office=OfficeFactory(code="7373"))

        services.reset_password(membership=membership, actor=national)

        assert acts() == ["offices.password_reset"]

    @pytest.mark.parametrize("act", ["reset_password", "change_person"])
    def test_a_role_that_ended_gives_no_hold(self, luwu, administrator, act):
        membership = MembershipFactory(office=luwu, ends_on=today() - DAY)
        extra = {} if act == "reset_password" else {"name": "x", "email": ""}

        code = refused(getattr(services, act), membership=membership, actor=administrator, **extra)

        assert code == "ended_already"

    def test_an_own_password_is_noted_in_every_office(self, luwu):
        user = person(luwu)
        MembershipFactory(user=user, office=luwu, role=Role.REVIEWER)
        MembershipFactory(user=user, office=OfficeFactory(code="7373"))

        services.change_password(actor=user, password="sandi yang panjang")

        assert User.objects.get(pk=user.pk).check_password("sandi yang panjang")
        assert acts() == ["offices.password_changed"] * 2


def test_a_name_is_corrected(luwu, administrator):
    membership = MembershipFactory(office=luwu)

    services.change_person(membership=membership, actor=administrator, name="Siti", email="a@b.id")

    membership.user.refresh_from_db()
    assert (membership.user.name, membership.user.email) == ("Siti", "a@b.id")
    assert json.loads(Entry.objects.get().body)["payload"] == {}


def test_the_office_makes_its_choices(luwu, administrator):
    services.change_office(
        office=luwu, actor=administrator, due_shift=DueShift.NONE, close_after_days=14
    )

    luwu.refresh_from_db()
    assert (luwu.due_shift, luwu.close_after_days) == (DueShift.NONE, 14)
    assert payload_of(Entry.objects.get()) == {"due_shift": "none", "close_after_days": 14}


class TestUnits:
    def test_a_unit_is_added_last_with_a_key_of_its_own(self, luwu, administrator):
        UnitFactory(office=luwu, key="hukum", position=4)

        unit = services.add_unit(
            office=luwu, actor=administrator, name="Sub Bagian Hukum dan SDM", short_name="Hukum"
        )

        assert (unit.key, unit.position) == ("hukum-2", 5)

    def test_a_unit_is_renamed_and_keeps_its_key(self, luwu, administrator):
        unit = UnitFactory(office=luwu, key="hukum", name="Lama")

        services.change_unit(unit=unit, actor=administrator, name="lama", short_name="L")

        unit.refresh_from_db()
        assert (unit.key, unit.name, unit.short_name) == ("hukum", "lama", "L")

    def test_a_name_stands_once_in_an_office(self, luwu, administrator):
        UnitFactory(office=luwu, name="Hukum")
        other = UnitFactory(office=luwu, name="Teknis")
        given = {"actor": administrator, "name": "HUKUM", "short_name": "H"}

        assert refused(services.add_unit, office=luwu, **given) == "unit_exists"
        assert refused(services.change_unit, unit=other, **given) == "unit_exists"


class TestReference:
    def test_all_offices_of_the_country(self):
        assert services.load_offices() == (553, 0)

        counted = {level: Office.objects.filter(level=level).count() for level in
                   ("national", "province", "regency")}  # fmt: skip
        assert counted == {"national": 1, "province": 38, "regency": 514}
        luwu = Office.objects.get(code="7317")
        assert (luwu.name, luwu.path, luwu.parent.code) == (
            "KPU Kabupaten Luwu",
            "0/73/7317/",
            "73",
        )
        assert first_break(Office.objects.get(code="0")) is None

    def test_a_second_run_does_nothing(self):
        services.load_offices()
        before = Entry.objects.count()

        assert services.load_offices() == (0, 0)
        assert Entry.objects.count() == before

    def test_a_name_is_corrected_and_choices_stay(self):
        services.load_offices()
        Office.objects.filter(code="7317").update(name="Salah", close_after_days=7)

        assert services.load_offices() == (0, 1)
        luwu = Office.objects.get(code="7317")
        assert (luwu.name, luwu.close_after_days) == ("KPU Kabupaten Luwu", 7)

    def test_an_office_gets_its_usual_units_once(self, luwu):
        usual = [row["key"] for row in reference.read("units")["regency"]]

        assert [unit.key for unit in services.prepare_office(luwu)] == usual
        assert [unit.key for unit in services.prepare_office(luwu)] == usual
        assert acts() == ["offices.prepared"]

    def test_an_office_with_units_of_its_own_keeps_them(self, luwu):
        UnitFactory(office=luwu, key="sendiri")

        services.prepare_office(luwu)

        assert [unit.key for unit in Unit.objects.all()] == ["sendiri"]
