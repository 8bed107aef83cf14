import pytest
from django.urls import reverse

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger.models import Entry
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.models import Membership, Office
from lempu.kernel.offices.tests.factories import (
    PASSWORD,
    MembershipFactory,
    OfficeFactory,
    UnitFactory,
    UserFactory,
    person,
)
from lempu.shared.periods import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def luwu():
    return OfficeFactory(code="7317", name="KPU Kabupaten Luwu")


@pytest.fixture
def palopo():
    return OfficeFactory(code="7373", name="KPU Kota Palopo")


@pytest.fixture
def administrator(luwu, client):
    user = person(luwu, Role.ADMINISTRATOR, user__name="Administrator Luwu")
    client.force_login(user)
    return user


def names(page):
    return [user.name for user in page.context["page"]]


NEW = {"name": "Siti Aminah", "username": "siti", "role": "member"}


class TestPeople:
    def test_only_the_people_of_the_office_are_listed(self, client, administrator, luwu, palopo):
        MembershipFactory(office=luwu, user__name="Budi")
        MembershipFactory(office=palopo, user__name="Citra")
        MembershipFactory(office=luwu, user__name="Dewi", ends_on="2020-01-01")

        assert names(client.get("/orang/")) == ["Administrator Luwu", "Budi"]

    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ({"cari": "bud"}, ["Budi"]),
            ({"cari": "kasubbag hukum"}, ["Budi"]),
            ({"cari": "budi kasubbag"}, ["Budi"]),
            ({"cari": "budi bendahara"}, []),
            ({"peran": "reviewer"}, ["Budi"]),
            ({"peran": "reviewer", "berakhir": "1"}, ["Dewi"]),
            ({"berakhir": "1"}, ["Dewi"]),
            ({"peran": "nonsense"}, ["Administrator Luwu", "Budi"]),
        ],
    )
    def test_filters(self, client, administrator, luwu, filters, found):
        MembershipFactory(office=luwu, user__name="Budi", reviewer=True, position="Kasubbag Hukum")
        MembershipFactory(office=luwu, user__name="Dewi", reviewer=True, ends_on="2020-01-01")

        assert names(client.get("/orang/", filters)) == found

    @pytest.mark.parametrize("count", [1, 3])
    def test_a_constant_number_of_queries(
        self, client, administrator, luwu, django_assert_num_queries, count
    ):
        for _ in range(count):
            user = person(luwu, unit=UnitFactory(office=luwu))
            MembershipFactory(user=user, office=luwu, role=Role.REVIEWER)
        client.get("/orang/")

        with django_assert_num_queries(10):
            page = client.get("/orang/")

        assert len(names(page)) == count + 1

    def test_fifty_on_a_page(self, client, administrator, luwu):
        for _ in range(50):
            person(luwu)

        assert len(names(client.get("/orang/"))) == 50
        assert len(names(client.get("/orang/?halaman=2"))) == 1

    def test_the_national_administrator_cares_for_any_office(self, client, luwu):
        MembershipFactory(office=luwu, user__name="Budi")
        client.force_login(person(OfficeFactory(code="0"), Role.ADMINISTRATOR))

        page = client.get("/orang/?satker=7317")
        client.post("/orang/tambah/?satker=7317", NEW)

        assert names(page) == ["Budi"]
        assert "/orang/tambah/?satker=7317" in page.content.decode()
        assert User.objects.get(username="siti").memberships.get().office == luwu

    def test_an_administrator_cannot_ask_for_another_office(self, client, administrator, palopo):
        assert client.get("/orang/?satker=7373").status_code == 404


class TestPersonAdd:
    def test_then_the_question_is_how_the_person_comes_in(self, client, administrator, luwu):
        answer = client.post("/orang/tambah/", NEW)

        siti = User.objects.get(username="siti")
        assert answer.url == f"/orang/{siti.memberships.get().pk}/undang/"
        assert siti.must_change_password

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"name": ""}, "name"),
            ({"username": "siti aminah"}, "username"),
            ({"username": "BUDI"}, "username"),
            ({"role": ""}, "role"),
            ({"role": "king"}, "role"),
            ({"email": "bukan surel"}, "email"),
        ],
    )
    def test_a_refusal_keeps_what_was_typed(self, client, administrator, change, field):
        UserFactory(username="budi")

        page = client.post("/orang/tambah/", NEW | {"position": "Kasubbag"} | change)

        assert page.status_code == 422
        assert list(page.context["form"].errors) == [field]
        html = page.content.decode()
        assert "<title>Salah: " in html
        assert 'value="Kasubbag"' in html
        assert f'href="#id_{field}"' in html

    def test_units_of_other_offices_are_not_offered(self, client, administrator, luwu, palopo):
        UnitFactory(office=luwu, short_name="Hukum Luwu")
        foreign = UnitFactory(office=palopo, short_name="Hukum Palopo")

        html = client.get("/orang/tambah/").content.decode()
        page = client.post("/orang/tambah/", NEW | {"unit": foreign.pk})

        assert ("Hukum Luwu" in html, "Hukum Palopo" in html) == (True, False)
        assert list(page.context["form"].errors) == ["unit"]


class TestMembershipAdd:
    def test_somebody_of_another_office_gets_a_role(self, client, administrator, luwu, palopo):
        user = person(palopo, user__username="citra")

        client.post(
            "/orang/tambah-peran/",
            {
                "username": "Citra",
                "role": "reviewer",
                "starts_on": "2026-01-01",
                "areas": ["change"],
            },
        )

        given = user.memberships.get(office=luwu)
        assert (given.role, str(given.starts_on), given.areas) == (
            "reviewer",
            "2026-01-01",
            ["change"],
        )

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"username": "nobody"}, "username"),
            ({"username": "cit"}, "username"),
            ({"username": "closed"}, "username"),
            ({"ends_on": "2000-01-01"}, "ends_on"),
            ({"starts_on": "besok"}, "starts_on"),
        ],
    )
    def test_refusals(self, client, administrator, luwu, palopo, typed, field):
        person(palopo, user__username="citra")
        UserFactory(username="closed", inactive=True)
        sent = {"username": "citra", "role": "reviewer", "starts_on": "2026-01-01"} | typed

        page = client.post("/orang/tambah-peran/", sent)

        assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
        assert Membership.objects.filter(office=luwu).count() == 1


class TestMembership:
    def test_it_is_corrected(self, client, administrator, luwu):
        membership = MembershipFactory(office=luwu, position="Lama")

        answer = client.post(f"/orang/{membership.pk}/", {"position": "Baru"})

        membership.refresh_from_db()
        assert (answer.url, membership.position) == ("/orang/", "Baru")

    def test_one_that_ended_is_only_shown(self, client, administrator, luwu):
        membership = MembershipFactory(office=luwu, ends_on="2020-01-01")

        html = client.get(f"/orang/{membership.pk}/").content.decode()
        refused = client.post(f"/orang/{membership.pk}/", {"position": "Baru"})

        assert "1 Januari 2020" in html
        assert html.count('method="post"') == 1  # signing out
        assert refused.status_code == 422

    @pytest.mark.parametrize("page", ["membership", "person", "membership_end", "password_reset"])
    def test_a_foreign_row_is_unknown(self, client, administrator, palopo, page):
        membership = MembershipFactory(office=palopo)

        address = reverse(f"offices:{page}", args=[membership.pk])

        assert client.get(address).status_code == 404
        assert client.post(address, {"reason": "x", "name": "x"}).status_code == 404
        assert not Entry.objects.exists()

    def test_ending_needs_a_reason(self, client, administrator, luwu):
        membership = MembershipFactory(office=luwu)

        refused = client.post(f"/orang/{membership.pk}/akhiri/", {"reason": " "})
        membership.refresh_from_db()
        assert (refused.status_code, membership.ends_on) == (422, None)

        client.post(f"/orang/{membership.pk}/akhiri/", {"reason": "Pindah"})
        membership.refresh_from_db()
        assert membership.has_ended

    def test_the_last_administrator_is_told_what_to_do(self, client, administrator):
        own = administrator.memberships.get()

        page = client.post(f"/orang/{own.pk}/akhiri/", {"reason": "Pindah"})

        assert page.status_code == 422
        assert "Tunjuk dahulu administrator lain." in page.content.decode()

    def test_a_password_is_only_replaced_by_the_act(self, client, administrator, luwu):
        membership = MembershipFactory(office=luwu)
        address = f"/orang/{membership.pk}/kata-sandi/"

        client.get(address)
        assert User.objects.get(pk=membership.user_id).check_password(PASSWORD)

        page = client.post(address)
        assert User.objects.get(pk=membership.user_id).check_password(page.context["password"])

    def test_a_person_of_two_offices_is_refused_in_words(self, client, administrator, luwu, palopo):
        membership = MembershipFactory(office=luwu)
        MembershipFactory(user=membership.user, office=palopo)

        page = client.post(f"/orang/{membership.pk}/kata-sandi/")

        assert page.status_code == 422
        assert "Hubungi administrator KPU RI." in page.content.decode()


class TestOffice:
    def test_switching_is_kept_for_the_session(self, client, administrator, luwu, palopo):
        MembershipFactory(user=administrator, office=palopo)

        client.post("/satker/", {"office": palopo.pk})

        assert client.get("/akun/").wsgi_request.office == palopo

    @pytest.mark.parametrize("chosen", ["", "x", "999999", "foreign"])
    def test_nobody_switches_to_an_office_that_is_not_theirs(
        self, client, administrator, luwu, palopo, chosen
    ):
        answer = client.post("/satker/", {"office": palopo.pk if chosen == "foreign" else chosen})

        assert answer.status_code == 403
        assert client.get("/akun/").wsgi_request.office == luwu

    def test_an_office_left_is_forgotten(self, client, administrator, luwu, palopo):
        second = MembershipFactory(user=administrator, office=palopo)
        client.post("/satker/", {"office": palopo.pk})
        Membership.objects.filter(pk=second.pk).update(ends_on="2020-01-01")

        assert client.get("/akun/").wsgi_request.office == luwu

    def test_the_choices_are_kept(self, client, administrator, luwu):
        client.post(
            "/satker/pengaturan/",
            {"due_shift": "previous", "close_after_days": "14", "undo_seconds": "0"},
        )

        luwu = Office.objects.get(pk=luwu.pk)
        kept = (luwu.due_shift, luwu.close_after_days, luwu.undo_seconds)
        assert kept == ("previous", 14, 0)

    @pytest.mark.parametrize("days", ["-1", "121", "x", ""])
    def test_odd_choices_are_refused(self, client, administrator, luwu, days):
        sent = {"due_shift": "next", "close_after_days": days, "undo_seconds": "10"}

        page = client.post("/satker/pengaturan/", sent)

        assert (page.status_code, list(page.context["form"].errors)) == (422, ["close_after_days"])

    def test_units(self, client, administrator, luwu, palopo):
        foreign = UnitFactory(office=palopo)
        client.post("/satker/subbagian/", {"name": "Sub Bagian Hukum", "short_name": "Hukum"})
        unit = luwu.units.get()

        client.post(f"/satker/subbagian/{unit.pk}/", {"name": "Hukum dan SDM", "short_name": "H"})

        unit.refresh_from_db()
        assert unit.name == "Hukum dan SDM"
        assert client.get(f"/satker/subbagian/{foreign.pk}/").status_code == 404

    def test_the_page_of_roles_says_who_may_do_what(self, client, luwu):
        client.force_login(person(luwu, Role.REVIEWER))

        roles = client.get("/peran/").context["roles"]

        assert [mine for _label, _rights, mine in roles].count(True) == 1
        reviewer = next(rights for label, rights, mine in roles if mine)
        assert "Menerima atau mengembalikan bukti, kecuali kirimannya sendiri" in reviewer


class TestAccount:
    def test_theme_and_language_follow_the_person(self, client, administrator):
        answer = client.post("/akun/", {"theme": "dark", "language": "en"})

        page = client.get("/akun/").content.decode()
        assert answer.cookies["bahasa"].value == "en"
        assert '<html lang="en" data-bs-theme="dark"' in page
        assert "My account" in page

    @pytest.mark.parametrize("typed", [{"theme": "pink", "language": "id"}, {"theme": "dark"}])
    def test_odd_choices_are_refused(self, client, administrator, typed):
        assert client.post("/akun/", typed).status_code == 422

    def test_an_odd_cookie_is_no_language(self, client, administrator):
        client.cookies["bahasa"] = "xx"

        assert "Akun saya" in client.get("/akun/").content.decode()

    def test_password(self, client, administrator):
        sent = {
            "old_password": PASSWORD,
            "new_password": "tegak lurus 7317",
            "repeated": "tegak lurus 7317",
        }

        answer = client.post("/akun/kata-sandi/", sent)

        assert answer.url == "/akun/keamanan/"
        assert User.objects.get(pk=administrator.pk).check_password("tegak lurus 7317")
        assert client.get("/akun/").status_code == 200

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"old_password": "x"}, "old_password"),
            ({"repeated": "lain sama sekali"}, "repeated"),
            ({"new_password": "pendek", "repeated": "pendek"}, "new_password"),
            ({"new_password": "password123", "repeated": "password123"}, "new_password"),
            ({"new_password": "7317731773", "repeated": "x"}, "repeated"),
            ({"new_password": PASSWORD, "repeated": PASSWORD}, "new_password"),
        ],
    )
    def test_password_refusals(self, client, administrator, typed, field):
        sent = {
            "old_password": PASSWORD,
            "new_password": "tegak lurus 7317",
            "repeated": "tegak lurus 7317",
        }

        page = client.post("/akun/kata-sandi/", sent | typed)

        assert page.status_code == 422
        assert field in page.context["form"].errors
        assert User.objects.get(pk=administrator.pk).check_password(PASSWORD)


class TestFirstPassword:
    @pytest.fixture
    def newcomer(self, client, luwu):
        user = person(luwu, user__with_one_time_password=True)
        client.force_login(user)
        return user

    @pytest.mark.parametrize("address", ["/", "/akun/", "/orang/", "/satker/"])
    def test_nothing_comes_before_it(self, client, newcomer, address):
        assert client.get(address).url == "/akun/kata-sandi/"

    def test_htmx_is_led_there_as_a_whole_page(self, client, newcomer):
        answer = client.get("/akun/", headers={"HX-Request": "true"})

        assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/akun/kata-sandi/")

    def test_signing_out_stays_open(self, client, newcomer):
        assert client.post("/keluar/").url == "/masuk/"

    def test_then_everything_is_open(self, client, newcomer):
        sent = {"new_password": "tegak lurus 7317", "repeated": "tegak lurus 7317"}

        answer = client.post("/akun/kata-sandi/", sent)

        assert answer.url == reverse("home:start")
        assert client.get("/akun/").status_code == 200


@pytest.mark.parametrize("address", ["/akun/", "/satker/"])
def test_somebody_without_an_office_has_an_account_still(client, address):
    client.force_login(UserFactory())

    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/orang/", "/peran/", "/satker/pengaturan/"])
def test_somebody_without_an_office_may_nothing_else(client, address):
    client.force_login(UserFactory())

    assert client.get(address).status_code == 403


def test_somebody_who_left_yesterday_sees_nothing_today(client, luwu):
    user = MembershipFactory(office=luwu, administrator=True, starts_on="2020-01-01").user
    client.force_login(user)
    Membership.objects.filter(user=user).update(ends_on="2020-01-02")

    assert today().year > 2020
    assert client.get("/orang/").status_code == 403
