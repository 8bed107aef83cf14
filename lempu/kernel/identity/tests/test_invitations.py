import datetime as dt
import re

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import timezone

from lempu.kernel.accounts.tests.factories import PASSWORD, UserFactory
from lempu.kernel.identity.enums import Act
from lempu.kernel.identity.models import Invitation, Rules
from lempu.kernel.identity.services import invitations
from lempu.kernel.identity.views.invitations import SESSION_KEY as BROUGHT
from lempu.kernel.ledger.models import Entry
from lempu.kernel.notices.models import Mail
from lempu.kernel.notices.services import outbox
from lempu.kernel.notices.tests.conftest import post, post_settings, start_post  # noqa: F401
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import MembershipFactory, OfficeFactory, person
from lempu.shared.errors import DomainError

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2027, 10, 14, 1, 0, tzinfo=dt.UTC)
NEW = {"new_password": "tegak lurus 7317", "repeated": "tegak lurus 7317"}


@pytest.fixture(autouse=True)
def mail(settings):
    settings.MAIL_ON = True
    settings.PUBLIC_URL = "https://lempu.contoh.go.id"


@pytest.fixture
def luwu():
    return OfficeFactory(code="7317")


@pytest.fixture
def administrator(luwu):
    return person(luwu, Role.ADMINISTRATOR)


@pytest.fixture
def siti(luwu):
    """Added a moment ago, never in."""
    return MembershipFactory(
        office=luwu,
        user__username="siti",
        user__email="siti@contoh.go.id",
        user__with_one_time_password=True,
    )


def refused(refusal_code, call, **kwargs):
    with pytest.raises(DomainError) as refusal:
        call(**kwargs)
    assert refusal.value.code == refusal_code


def acts():
    return list(Entry.objects.order_by("pk").values_list("act", flat=True))


def who(client):
    return client.session.get(SESSION_KEY)


def printed(siti, administrator):
    return invitations.invite(membership=siti, actor=administrator, by_mail=False)[1]


class TestInviting:
    def test_by_mail_through_the_outbox(self, siti, administrator, luwu):
        invitation, secret = invitations.invite(membership=siti, actor=administrator, by_mail=True)

        mail = Mail.objects.get()
        assert (mail.to, mail.office, mail.state) == ("siti@contoh.go.id", luwu, "waiting")
        assert f"https://lempu.contoh.go.id/undangan/{secret}/" in mail.text
        assert secret not in str(Invitation.objects.values())
        assert acts() == [Act.INVITED]
        assert invitation.expires_at - invitation.made_at == dt.timedelta(days=7)

    def test_nothing_is_lost_while_the_mail_server_is_down(
        self,
        siti,
        administrator,
        start_post,  # noqa: F811
    ):
        invitations.invite(membership=siti, actor=administrator, by_mail=True)
        assert outbox.send_due() == 0

        server = start_post()
        assert (outbox.send_due(), outbox.send_due()) == (1, 0)

        body = server.taken[0].content.decode()
        assert server.taken[0].rcpt_tos == ["siti@contoh.go.id"]
        assert "/undangan/" in body.replace("=\r\n", "")
        assert Mail.objects.get().text == ""

    def test_on_paper_with_a_code_that_can_be_read(self, siti, administrator):
        code = printed(siti, administrator)

        assert re.fullmatch(r"[a-hj-km-np-z2-9]{12}", code)
        assert not Mail.objects.exists()

    def test_the_office_says_how_long_it_holds(self, siti, administrator, luwu):
        Rules.objects.create(office=luwu, invitation_days=2)

        invitation, _ = invitations.invite(membership=siti, actor=administrator, by_mail=False)

        assert invitation.expires_at - invitation.made_at == dt.timedelta(days=2)

    def test_a_new_one_voids_the_old_and_the_one_time_password(self, siti, administrator):
        first, second = printed(siti, administrator), printed(siti, administrator)

        siti.user.refresh_from_db()
        assert not siti.user.check_password(PASSWORD)
        refused("invitation_void", invitations.accept, secret=first, password="x")
        assert invitations.accept(secret=second, password="tegak lurus 7317") == siti.user

    def test_refusals(self, siti, administrator, luwu, settings):
        ask = {"membership": siti, "actor": administrator, "by_mail": True}
        siti.user.email = ""
        siti.user.save()
        refused("no_address", invitations.invite, **ask)
        settings.MAIL_ON = False
        refused("no_mail", invitations.invite, **ask)
        ask["by_mail"] = False
        siti.user.last_login = timezone.now()
        siti.user.save()
        refused("already_in", invitations.invite, **ask)
        siti.ends_on = dt.date(2020, 1, 1)
        refused("ended_already", invitations.invite, **ask)
        other = MembershipFactory(user=UserFactory(), office=luwu)
        MembershipFactory(user=other.user, office=OfficeFactory(code="73"))
        refused("belongs_elsewhere", invitations.invite, **ask | {"membership": other})
        assert not Invitation.objects.exists()
        assert acts() == []

    def test_withdrawn(self, siti, administrator):
        secret = printed(siti, administrator)

        invitations.withdraw(membership=siti, actor=administrator)

        refused("invitation_void", invitations.accept, secret=secret, password="x")
        refused("no_invitation", invitations.withdraw, membership=siti, actor=administrator)
        assert acts() == [Act.INVITED, Act.INVITATION_WITHDRAWN]


class TestAccepting:
    def test_once(self, siti, administrator):
        secret = printed(siti, administrator)

        invitations.accept(secret=secret, password="tegak lurus 7317")

        siti.user.refresh_from_db()
        assert siti.user.check_password("tegak lurus 7317")
        assert not siti.user.must_change_password
        refused("invitation_void", invitations.accept, secret=secret, password="x")
        assert acts() == [Act.INVITED, Act.INVITATION_ACCEPTED]
        assert Entry.objects.last().actor == siti.user

    def test_not_when_it_is_too_old(self, siti, administrator):
        with time_machine.travel(NOW):
            secret = printed(siti, administrator)
        with time_machine.travel(NOW + dt.timedelta(days=7, minutes=1)):
            refused("invitation_void", invitations.accept, secret=secret, password="x")

    @pytest.mark.parametrize("change", [{"is_active": False}, {"last_login": NOW}])
    def test_not_once_the_person_is_in_or_gone(self, siti, administrator, change):
        secret = printed(siti, administrator)
        type(siti.user).objects.filter(pk=siti.user.pk).update(**change)

        refused("invitation_void", invitations.accept, secret=secret, password="x")

    @pytest.mark.parametrize("secret", ["", "x", "ñ" * 500])
    def test_not_with_anything_else(self, secret):
        refused("invitation_void", invitations.accept, secret=secret, password="x")


class TestPaper:
    def test_typed_as_people_type(self, siti, administrator):
        code = printed(siti, administrator)
        typed = " ".join([code[:4], code[4:8], code[8:]]).upper()

        found = invitations.check_paper(name=" Siti ", code=typed, address="10.0.0.1")

        assert found == code

    def test_name_and_code_must_belong_together(self, siti, administrator, luwu):
        code = printed(siti, administrator)
        UserFactory(username="budi")

        for name in ("budi", "tidak.ada"):
            refused("wrong_code", invitations.check_paper, name=name, code=code, address="10.0.0.1")

    def test_guessing_closes_a_name_whether_anybody_has_it(self, siti, administrator):
        code = printed(siti, administrator)
        for name in ("siti", "tidak.ada"):
            for number in range(5):
                ask = {"name": name, "code": "x", "address": f"10.0.0.{number}"}
                refused("wrong_code", invitations.check_paper, **ask)
            ask = {"name": name, "code": code, "address": "10.0.0.9"}
            refused("too_many_tries", invitations.check_paper, **ask)

    def test_guessing_closes_an_address(self, siti, administrator):
        code = printed(siti, administrator)
        for number in range(20):
            ask = {"name": f"nama{number}", "code": "x", "address": "10.0.0.1"}
            refused("wrong_code", invitations.check_paper, **ask)
        ask = {"name": "siti", "code": code, "address": "10.0.0.1"}
        refused("too_many_tries", invitations.check_paper, **ask)
        assert invitations.check_paper(**ask | {"address": "10.0.0.2"}) == code

    def test_the_secret_of_a_mail_is_not_typed(self, siti, administrator):
        _, secret = invitations.invite(membership=siti, actor=administrator, by_mail=True)

        ask = {"name": "siti", "code": secret, "address": "10.0.0.1"}
        refused("wrong_code", invitations.check_paper, **ask)


class TestPages:
    @pytest.fixture
    def office(self, client, administrator):
        client.force_login(administrator)
        return client

    def test_the_paper_is_the_answer_and_is_shown_once(self, office, siti):
        page = f"/orang/{siti.pk}/undang/"

        paper = office.post(page, {"by": "paper"})

        code = paper.context["code"]
        assert "no-store" in paper.headers["Cache-Control"]
        assert code in paper.content.decode()
        assert code not in office.get(page).content.decode()
        assert "Undangan cetak terbuka" in office.get(page).content.decode()

    def test_a_refusal_is_said_on_the_page(self, office, siti, settings):
        settings.MAIL_ON = False

        page = office.post(f"/orang/{siti.pk}/undang/", {"by": "mail"})

        assert page.status_code == 422
        assert "belum mengirim surel" in page.content.decode()

    def test_from_the_mail_to_the_first_page(self, office, siti):
        office.post(f"/orang/{siti.pk}/undang/", {"by": "mail"})
        link = re.search(r"/undangan/\S+/", Mail.objects.get().text).group()
        phone = Client()

        assert phone.get(link).url == "/undangan/terima/"
        assert "siti" in phone.get("/undangan/terima/").content.decode()
        answer = phone.post("/undangan/terima/", NEW)

        assert answer.url == "/"
        assert who(phone) == str(siti.user_id)
        assert BROUGHT not in phone.session
        assert Client().get(link, follow=True).status_code == 410

    def test_from_the_paper_to_the_first_page(self, office, siti):
        paper = office.post(f"/orang/{siti.pk}/undang/", {"by": "paper"})
        phone = Client()

        answer = phone.post("/undangan/", {"name": "siti", "code": paper.context["code"]})
        assert answer.url == "/undangan/terima/"
        phone.post(answer.url, NEW)

        assert who(phone) == str(siti.user_id)

    def test_a_weak_password_is_refused_and_the_invitation_stays(self, client, siti, administrator):
        client.get(f"/undangan/{printed(siti, administrator)}/")

        page = client.post("/undangan/terima/", {"new_password": "siti", "repeated": "siti"})

        assert page.status_code == 422
        assert Invitation.objects.open().exists()
        assert who(client) is None

    def test_a_wrong_code_says_so(self, client):
        page = client.post("/undangan/", {"name": "siti", "code": "abcd-efgh-jkmn"})

        assert page.status_code == 422
        assert "tidak cocok dengan undangan" in page.content.decode()

    def test_withdrawn_from_the_page(self, office, siti):
        office.post(f"/orang/{siti.pk}/undang/", {"by": "paper"})

        assert office.post(f"/orang/{siti.pk}/undang/cabut/").status_code == 302
        assert not Invitation.objects.open().exists()
        assert office.post(f"/orang/{siti.pk}/undang/cabut/").status_code == 302

    def test_looking_changes_nothing(self, client, siti, administrator):
        secret = printed(siti, administrator)
        for _ in range(3):
            client.get(f"/undangan/{secret}/", follow=True)

        assert Invitation.objects.open().exists()
