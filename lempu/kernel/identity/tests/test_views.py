import datetime as dt
import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lempu.kernel.accounts.tests.factories import PASSWORD, UserFactory
from lempu.kernel.identity.models import Rules
from lempu.kernel.identity.tests.factories import add_device, add_key, code_now, recovery_codes
from lempu.kernel.notices.models import Mail
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2027, 10, 14, 1, 0, tzinfo=dt.UTC)
NEW = {"new_password": "tegak lurus 7317", "repeated": "tegak lurus 7317"}


@pytest.fixture
def luwu():
    return OfficeFactory(code="7317")


@pytest.fixture
def siti(luwu):
    return person(luwu, user__email="siti@contoh.go.id", user__username="siti")


@pytest.fixture
def inside(client, siti):
    """Siti signed in a moment ago, with her password."""
    sign_in(client)
    return client


def sign_in(client, after=""):
    sent = {"username": "siti", "password": PASSWORD, "next": after}
    return client.post("/masuk/", sent)


def who(client):
    return client.session.get(SESSION_KEY)


class TestSecondStep:
    @pytest.fixture(autouse=True)
    def app(self, siti):
        return add_key(siti)

    def test_the_password_alone_opens_nothing(self, client):
        answer = sign_in(client)

        assert answer.url == "/masuk/langkah-kedua/"
        assert who(client) is None
        assert client.get("/akun/").url.startswith("/masuk/")

    def test_the_code_lets_in_and_leads_on(self, client, siti):
        sign_in(client, "/akun/")

        assert client.get("/masuk/langkah-kedua/").status_code == 200
        answer = client.post("/masuk/langkah-kedua/", {"code": code_now()})

        assert answer.url == "/akun/"
        assert who(client) == str(siti.pk)

    def test_a_recovery_code_lets_in(self, client, siti):
        sign_in(client)

        client.post("/masuk/langkah-kedua/", {"code": recovery_codes(siti)[0]})

        assert who(client) == str(siti.pk)

    def test_a_wrong_code_says_so(self, client):
        sign_in(client)

        page = client.post("/masuk/langkah-kedua/", {"code": "000000"})

        assert page.status_code == 422
        assert "Kode tidak cocok" in page.content.decode()
        assert who(client) is None

    def test_not_without_the_password_before_it(self, client):
        answer = client.post("/masuk/langkah-kedua/", {"code": code_now()})

        assert answer.url == "/masuk/"
        assert who(client) is None

    def test_not_ten_minutes_after_the_password(self, client):
        with time_machine.travel(NOW):
            sign_in(client)
        with time_machine.travel(NOW + dt.timedelta(minutes=11)):
            answer = client.post("/masuk/langkah-kedua/", {"code": code_now()})

        assert answer.url == "/masuk/"

    def test_not_once_the_password_changed_or_the_account_closed(self, client, siti):
        sign_in(client)
        siti.set_password("lain sekali 7317")
        siti.save()

        assert client.post("/masuk/langkah-kedua/", {"code": code_now()}).url == "/masuk/"

    def test_the_session_gets_another_key_at_each_step(self, client):
        client.get("/lupa-kata-sandi/MQ/x/")
        first = client.session.session_key
        sign_in(client)
        second = client.session.session_key
        client.post("/masuk/langkah-kedua/", {"code": code_now()})

        assert len({first, second, client.session.session_key}) == 3


class TestConfirmation:
    @pytest.mark.parametrize("page", ["/akun/keamanan/aplikasi/", "/akun/keamanan/kode/"])
    def test_asked_for_when_the_sign_in_is_old(self, client, siti, page):
        with time_machine.travel(NOW):
            sign_in(client)
            assert client.get(page).status_code == 200
        with time_machine.travel(NOW + dt.timedelta(minutes=11)):
            asked = client.get(page)
            assert asked.url.startswith("/akun/keamanan/pastikan/?next=")
            answer = client.post(asked.url, {"password": PASSWORD, "next": page})
            assert answer.url == page
            assert client.get(page).status_code == 200

    def test_a_wrong_password_confirms_nothing(self, client, siti):
        client.force_login(siti)

        page = client.post("/akun/keamanan/pastikan/", {"password": "salah"})

        assert page.status_code == 422
        assert client.get("/akun/keamanan/kode/").status_code == 302

    def test_leads_only_within_the_product(self, client, siti):
        client.force_login(siti)

        sent = {"password": PASSWORD, "next": "https://elsewhere.example/"}
        assert client.post("/akun/keamanan/pastikan/", sent).url == "/akun/keamanan/"

    def test_people_without_a_password_give_a_code(self, client, siti):
        add_key(siti)
        siti.set_unusable_password()
        siti.save()
        client.force_login(siti)

        answer = client.post("/akun/keamanan/pastikan/", {"code": code_now()})

        assert answer.status_code == 302
        assert client.get("/akun/keamanan/kode/").status_code == 200

    def test_people_without_anything_are_told_what_to_do(self, client):
        user = UserFactory(password="!")
        client.force_login(user)

        page = client.get("/akun/keamanan/pastikan/")

        assert "Keluar lalu masuk lagi" in page.content.decode()


class TestKeys:
    def test_an_app_is_added_and_its_recovery_codes_are_shown_once(self, inside, siti):
        page = inside.get("/akun/keamanan/aplikasi/")
        secret = page.context["secret"].replace(" ", "")
        assert "data:image/svg+xml;base64," in page.content.decode()

        shown = inside.post("/akun/keamanan/aplikasi/", {"code": code_now(secret)})

        assert shown.context["codes"] == recovery_codes(siti)
        assert "no-store" in shown.headers["Cache-Control"]
        overview = inside.get("/akun/keamanan/").content.decode()
        assert recovery_codes(siti)[0] not in overview

    def test_the_secret_stays_until_a_code_proved_it(self, inside):
        first = inside.get("/akun/keamanan/aplikasi/").context["secret"]
        refused = inside.post("/akun/keamanan/aplikasi/", {"code": "000000"})

        assert refused.status_code == 422
        assert refused.context["secret"] == first

    def test_removed_after_asking(self, inside, siti):
        app = add_key(siti)
        page = f"/akun/keamanan/{app.pk}/lepas/"

        assert inside.get(page).status_code == 200
        assert Authenticator.objects.filter(pk=app.pk).exists()
        assert inside.post(page).url == "/akun/keamanan/"
        assert not Authenticator.objects.filter(pk=app.pk).exists()

    def test_a_refusal_is_said_on_the_page(self, inside, siti, luwu):
        app = add_key(siti)
        Rules.objects.create(office=luwu, second_step_roles=[Role.MEMBER])

        page = inside.post(f"/akun/keamanan/{app.pk}/lepas/")

        assert page.status_code == 422
        assert "mewajibkan" in page.content.decode()

    def test_recovery_codes_cannot_be_removed_like_a_key(self, inside, siti):
        add_key(siti)
        codes = Authenticator.objects.get(user=siti, type="recovery_codes")

        assert inside.get(f"/akun/keamanan/{codes.pk}/lepas/").status_code == 404

    def test_new_codes(self, inside, siti):
        add_key(siti)

        shown = inside.post("/akun/keamanan/kode/")

        assert shown.context["codes"] == recovery_codes(siti)

    @pytest.mark.parametrize("devices", [1, 3])
    def test_the_overview_asks_as_often_however_much_there_is(
        self, inside, siti, devices, django_assert_num_queries
    ):
        add_key(siti)
        for _ in range(devices):
            add_device(siti)
        inside.get("/akun/keamanan/")

        with django_assert_num_queries(10):
            page = inside.get("/akun/keamanan/")

        assert page.context["devices"] == devices + 1


class TestDevices:
    def test_listed_with_the_one_in_use(self, inside, siti):
        add_device(siti)

        page = inside.get("/akun/perangkat/")

        names = [(d.name, d.is_here) for d in page.context["page"]]
        assert sorted(names) == [("", True), ("Chrome, Android", False)]

    def test_a_device_is_noted_at_sign_in_and_seen_again_while_it_works(self, client, siti):
        with time_machine.travel(NOW):
            sign_in(client)
        with time_machine.travel(NOW + dt.timedelta(minutes=6)):
            client.get("/akun/", headers={"User-Agent": "Firefox Linux"})

        device = UserSession.objects.get()
        assert device.last_seen_at - device.created_at > dt.timedelta(minutes=5)
        assert device.user_agent == "Firefox Linux"

    def test_between_two_looks_nothing_is_asked(self, inside):
        with CaptureQueriesContext(connection) as asked:
            inside.get("/akun/")

        said = " ".join(query["sql"] for query in asked)
        assert "SELECT" in said
        assert "usersession" not in said
        assert "identity_" not in said
        assert "UPDATE" not in said

    def test_one_is_signed_out(self, inside, siti):
        phone = Client()
        sign_in(phone)
        device = UserSession.objects.get(session_key=phone.session.session_key)

        inside.post(f"/akun/perangkat/{device.pk}/keluarkan/")

        assert phone.get("/akun/").status_code == 302
        assert inside.get("/akun/").status_code == 200

    def test_everywhere_else(self, inside, siti):
        phone = Client()
        sign_in(phone)

        inside.post("/akun/perangkat/keluarkan/")

        assert phone.get("/akun/").status_code == 302
        assert inside.get("/akun/").status_code == 200

    def test_nobody_elses(self, inside):
        device = add_device(UserFactory())

        assert inside.post(f"/akun/perangkat/{device.pk}/keluarkan/").status_code == 404
        assert device.exists()

    def test_a_changed_password_ends_all_but_this_one(self, inside, siti):
        phone = Client()
        sign_in(phone)

        inside.post("/akun/kata-sandi/", {"old_password": PASSWORD, **NEW})

        assert phone.get("/akun/").status_code == 302
        devices = inside.get("/akun/perangkat/").context["page"]
        assert [d.is_here for d in devices] == [True]


class TestForgotten:
    @pytest.fixture(autouse=True)
    def mail(self, settings):
        settings.MAIL_ON = True

    @pytest.mark.parametrize("name", ["siti", "tidak.ada"])
    def test_the_answer_says_nothing_about_who_exists(self, client, siti, name):
        answer = client.post("/lupa-kata-sandi/", {"name": name})

        assert (answer.status_code, answer.url) == (302, "/lupa-kata-sandi/terkirim/")
        assert Mail.objects.count() == (name == "siti")

    def test_the_link_leads_to_a_new_password(self, client, siti):
        client.post("/lupa-kata-sandi/", {"name": "siti"})
        link = re.search(r"/lupa-kata-sandi/\S+/\S+/", Mail.objects.get().text).group()

        opened = client.get(link)
        assert opened.url == "/lupa-kata-sandi/baru/"
        assert client.get(opened.url).status_code == 200
        answer = client.post(opened.url, NEW)

        assert answer.url == "/masuk/"
        assert who(client) is None
        siti.refresh_from_db()
        assert siti.check_password(NEW["new_password"])
        assert client.get(link, follow=True).status_code == 410

    def test_the_second_step_is_still_asked(self, client, siti):
        add_key(siti)
        client.post("/lupa-kata-sandi/", {"name": "siti"})
        link = re.search(r"/lupa-kata-sandi/\S+/\S+/", Mail.objects.get().text).group()
        client.get(link)
        client.post("/lupa-kata-sandi/baru/", NEW)

        sent = {"username": "siti", "password": NEW["new_password"]}
        assert client.post("/masuk/", sent).url == "/masuk/langkah-kedua/"

    def test_a_weak_password_is_refused(self, client, siti):
        client.post("/lupa-kata-sandi/", {"name": "siti"})
        link = re.search(r"/lupa-kata-sandi/\S+/\S+/", Mail.objects.get().text).group()
        client.get(link)

        page = client.post("/lupa-kata-sandi/baru/", {"new_password": "a", "repeated": "a"})

        assert page.status_code == 422

    def test_asking_without_end_is_refused(self, client, siti):
        said = [client.post("/lupa-kata-sandi/", {"name": f"n{i}"}).status_code for i in range(11)]

        assert said == [302] * 10 + [422]

    def test_without_mail_the_page_says_whom_to_ask(self, client, settings):
        settings.MAIL_ON = False

        assert "tidak mengirim surel" in client.get("/lupa-kata-sandi/").content.decode()


class TestDemand:
    @pytest.fixture(autouse=True)
    def demanded(self, luwu):
        Rules.objects.create(office=luwu, second_step_roles=[Role.MEMBER])

    @pytest.mark.parametrize("address", ["/", "/hari-ini/", "/akun/"])
    def test_nothing_comes_before_it(self, inside, address):
        assert inside.get(address).url == "/akun/keamanan/"
        assert "mewajibkan" in inside.get("/akun/keamanan/").content.decode()

    def test_htmx_is_led_there_as_a_whole_page(self, inside):
        answer = inside.get("/akun/", headers={"HX-Request": "true"})

        assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/akun/keamanan/")

    def test_then_everything_is_open(self, inside):
        secret = inside.get("/akun/keamanan/aplikasi/").context["secret"].replace(" ", "")
        inside.post("/akun/keamanan/aplikasi/", {"code": code_now(secret)})

        assert inside.get("/akun/").status_code == 200

    def test_signing_out_stays_open(self, inside):
        assert inside.post("/keluar/").url == "/masuk/"

    def test_a_new_demand_reaches_people_at_work(self, client, luwu):
        leader = person(luwu, Role.LEADER, user__username="ketua")
        with time_machine.travel(NOW):
            client.post("/masuk/", {"username": "ketua", "password": PASSWORD})
            Rules.objects.update(second_step_roles=[Role.LEADER])
            assert client.get("/akun/").status_code == 200
        with time_machine.travel(NOW + dt.timedelta(minutes=6)):
            assert client.get("/akun/").url == "/akun/keamanan/"
        assert leader.memberships.exists()


class TestOffice:
    @pytest.fixture
    def administrator(self, client, luwu):
        user = person(luwu, Role.ADMINISTRATOR)
        client.force_login(user)
        return user

    def test_what_it_demands(self, client, administrator, luwu):
        page = client.get("/satker/keamanan/")
        assert page.context["form"].initial["second_step_roles"] == []

        sent = {"second_step_roles": ["leader", "reviewer"], "invitation_days": 3}
        client.post("/satker/keamanan/", sent)

        kept = Rules.objects.get(office=luwu)
        assert (kept.second_step_roles, kept.invitation_days) == (["leader", "reviewer"], 3)

    def test_an_invented_role_is_refused(self, client, administrator):
        page = client.post(
            "/satker/keamanan/", {"second_step_roles": ["king"], "invitation_days": 7}
        )

        assert page.status_code == 422
        assert not Rules.objects.exists()

    def test_helping_somebody_who_lost_the_phone(self, client, administrator, siti):
        add_key(siti)
        page = f"/orang/{siti.memberships.get().pk}/langkah-kedua/"

        assert client.get(page).status_code == 200
        assert client.post(page).status_code == 302
        assert not Authenticator.objects.exists()
        assert client.post(page).status_code == 422


class TestAddress:
    """Behind a proxy the address that counts is the one the proxy added, last."""

    @pytest.mark.parametrize(
        ("behind", "said", "counts"),
        [
            (False, "10.9.9.9", "127.0.0.1"),
            (True, "10.9.9.9", "10.9.9.9"),
            (True, "1.1.1.1, 10.9.9.9", "10.9.9.9"),
            (True, "2001:db8::1", "2001:db8::1"),
            (True, "nonsense", "127.0.0.1"),
            (True, "", "127.0.0.1"),
        ],
    )
    def test_of_a_device(self, client, siti, settings, behind, said, counts):
        settings.BEHIND_PROXY = behind

        client.post(
            "/masuk/",
            {"username": "siti", "password": PASSWORD},
            headers={"X-Forwarded-For": said},
        )

        assert UserSession.objects.get().ip == counts

    def test_guessing_from_one_place_leaves_others_alone(self, client, siti, settings):
        settings.BEHIND_PROXY = True
        wrong = {"username": "siti", "password": "salah"}
        for _ in range(5):
            client.post("/masuk/", wrong, headers={"X-Forwarded-For": "10.9.9.9"})
        right = {"username": "siti", "password": PASSWORD}

        locked = client.post("/masuk/", right, headers={"X-Forwarded-For": "10.9.9.9"})
        assert locked.status_code == 429
        client.post("/masuk/", right, headers={"X-Forwarded-For": "10.9.9.8"})
        assert who(client) == str(siti.pk)
