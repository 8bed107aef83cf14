import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.test import Client

from lempu.kernel.accounts.tests.factories import PASSWORD, UserFactory
from lempu.kernel.identity.enums import Act
from lempu.kernel.identity.models import Invitation
from lempu.kernel.identity.services import invitations
from lempu.kernel.identity.tests.factories import add_key, recovery_codes
from lempu.kernel.identity.tests.soft_key import PRESENT, SoftKey, text
from lempu.kernel.ledger.models import Entry
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import MembershipFactory, OfficeFactory, person

pytestmark = pytest.mark.django_db
SIGN_IN, ASKED = "/masuk/kunci-sandi/", "/masuk/kunci-sandi/tantangan/"
ADD, NEW = "/akun/keamanan/kunci-sandi/", "/akun/keamanan/kunci-sandi/tantangan/"
REFUSED = "tidak diterima"


@pytest.fixture
def luwu():
    return OfficeFactory(code="7317")


@pytest.fixture
def siti(luwu):
    return person(luwu, user__username="siti")


@pytest.fixture
def inside(siti):
    client = secure()
    client.post("/masuk/", {"username": "siti", "password": PASSWORD})
    return client


def secure():
    """A browser at an https address: passkeys need one."""
    return Client(SERVER_NAME="testserver", **{"wsgi.url_scheme": "https"})


def who(client):
    return client.session.get(SESSION_KEY)


def add(client, key, name="Ponsel saya", **options):
    asked = client.post(NEW).json()
    return client.post(ADD, {"name": name, "credential": key.make(asked)})


def sign_in(client, key, handle=None):
    asked = client.post(ASKED).json()
    return client.post(SIGN_IN, {"credential": key.show(asked, handle)})


class TestAdding:
    def test_a_passkey_with_recovery_codes_and_an_entry(self, inside, siti):
        shown = add(inside, SoftKey())

        row = Authenticator.objects.get(type="webauthn")
        assert (row.user, row.wrap().name) == (siti, "Ponsel saya")
        assert shown.context["codes"] == recovery_codes(siti)
        assert [entry.act for entry in Entry.objects.all()] == [Act.KEY_ADDED]
        assert "Ponsel saya" in inside.get("/akun/keamanan/").content.decode()

    def test_what_is_asked_of_the_device(self, inside):
        asked = inside.post(NEW).json()["publicKey"]

        assert asked["rp"] == {"id": "testserver", "name": "Lempu"}
        assert asked["user"]["name"] == "siti"
        chosen = asked["authenticatorSelection"]
        assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")

    def test_a_second_one_excludes_the_first(self, inside):
        key = SoftKey()
        add(inside, key)

        asked = inside.post(NEW).json()["publicKey"]

        assert [known["id"] for known in asked["excludeCredentials"]] == [text(key.id)]
        assert add(inside, SoftKey()).status_code == 302

    @pytest.mark.parametrize(
        "key",
        [
            SoftKey(origin="https://lempu.palsu.example"),
            SoftKey(origin="http://testserver"),
            SoftKey(flags=PRESENT),
        ],
        ids=["another place", "not secure", "nobody verified"],
    )
    def test_refused(self, inside, key):
        page = add(inside, key)

        assert page.status_code == 422
        assert REFUSED in page.content.decode()
        assert not Authenticator.objects.exists()
        assert not Entry.objects.exists()

    def test_an_old_answer_is_refused(self, inside):
        key = SoftKey()
        answer = key.make(inside.post(NEW).json())
        inside.post(NEW)

        page = inside.post(ADD, {"name": "x", "credential": answer})

        assert page.status_code == 422

    @pytest.mark.parametrize(
        "sent",
        [
            "{}", "[]", "null", "1", "{", '"x"', '{"response": null}', '{"response": {"userHandle": 5}}',
            '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {}}',
            ('{"id":"eA","rawId":"eA","type":"public-key","response":{"clientDataJSON":"e30",'
            '"attestationObject":"oA","authenticatorData":"AA","signature":"AA","userHandle":"MQ"}}'),
        ],
    )  # fmt: skip
    def test_nonsense_is_refused_and_never_an_error(self, inside, sent):
        inside.post(NEW)
        assert inside.post(ADD, {"name": "x", "credential": sent}).status_code == 422
        visitor = secure()
        visitor.post(ASKED)
        assert visitor.post(SIGN_IN, {"credential": sent}).status_code == 422

    def test_ten_are_enough(self, inside, siti):
        for _ in range(10):
            add(inside, SoftKey())

        page = add(inside, SoftKey())

        assert page.status_code == 422
        assert Authenticator.objects.filter(type="webauthn").count() == 10

    def test_not_without_proving_who_sits_there(self, siti):
        client = secure()
        client.force_login(siti)

        assert client.post(NEW).url.startswith("/akun/keamanan/pastikan/")
        assert client.post(ADD, {"name": "x", "credential": "{}"}).status_code == 302

    def test_removed(self, inside, siti):
        add(inside, SoftKey())
        row = Authenticator.objects.get(type="webauthn")

        page = inside.get(f"/akun/keamanan/{row.pk}/lepas/")
        assert "Ponsel saya" in page.content.decode()
        inside.post(f"/akun/keamanan/{row.pk}/lepas/")

        assert not Authenticator.objects.exists()


class TestSigningIn:
    @pytest.fixture
    def key(self, inside):
        key = SoftKey()
        add(inside, key)
        return key

    def test_the_passkey_alone_is_enough(self, key, siti):
        visitor = secure()

        answer = sign_in(visitor, key)

        assert answer.url == "/"
        assert who(visitor) == str(siti.pk)
        assert Authenticator.objects.get(type="webauthn").last_used_at

    def test_the_password_alone_no_longer_is(self, key, siti):
        visitor = secure()

        answer = visitor.post("/masuk/", {"username": "siti", "password": PASSWORD})

        assert answer.url == "/masuk/langkah-kedua/"
        assert "Pakai kunci sandi" in visitor.get(answer.url).content.decode()
        sign_in(visitor, key)
        assert who(visitor) == str(siti.pk)

    def test_a_challenge_is_answered_once(self, key):
        visitor = secure()
        answer = key.show(visitor.post(ASKED).json())
        visitor.post(SIGN_IN, {"credential": answer})
        visitor.post("/keluar/")

        page = visitor.post(SIGN_IN, {"credential": answer})

        assert page.status_code == 422
        assert REFUSED in page.content.decode()
        assert who(visitor) is None

    def test_an_answer_of_another_session_opens_nothing(self, key):
        answer = key.show(secure().post(ASKED).json())
        visitor = secure()
        visitor.post(ASKED)

        assert visitor.post(SIGN_IN, {"credential": answer}).status_code == 422

    def test_nobody_becomes_somebody_else(self, key, siti):
        other = UserFactory()
        add_key(other)
        handle = text(str(other.pk).encode())
        visitor = secure()

        assert sign_in(visitor, key, handle).status_code == 422
        assert who(visitor) is None

    def test_a_forged_signature(self, key):
        forger = SoftKey()
        forger.id, forger.handle = key.id, key.handle

        assert sign_in(secure(), forger).status_code == 422

    @pytest.mark.parametrize(
        "change", [{"flags": PRESENT}, {"origin": "https://lempu.palsu.example"}]
    )
    def test_another_place_or_nobody_verified(self, key, change):
        for name, value in change.items():
            setattr(key, name, value)

        assert sign_in(secure(), key).status_code == 422

    def test_a_closed_account_stays_closed(self, key, siti):
        siti.is_active = False
        siti.save()

        assert sign_in(secure(), key).status_code == 422

    def test_leads_on_within_the_product_only(self, key):
        for after, goes in (("/akun/", "/akun/"), ("https://elsewhere.example/", "/")):
            visitor = secure()
            asked = visitor.post(ASKED).json()
            sent = {"credential": key.show(asked), "next": after}
            assert visitor.post(SIGN_IN, sent).url == goes


class TestConfirming:
    @pytest.fixture
    def key(self, inside):
        key = SoftKey()
        add(inside, key)
        return key

    def test_ones_own(self, key, siti):
        client = secure()
        client.force_login(siti)
        asked = client.post(ASKED).json()

        sent = {"credential": key.show(asked), "next": "/akun/keamanan/kode/"}
        answer = client.post("/akun/keamanan/pastikan/kunci-sandi/", sent)

        assert answer.url == "/akun/keamanan/kode/"
        assert client.get(answer.url).status_code == 200

    def test_nobody_elses(self, key, luwu):
        client = secure()
        client.force_login(person(luwu))
        asked = client.post(ASKED).json()

        page = client.post("/akun/keamanan/pastikan/kunci-sandi/", {"credential": key.show(asked)})

        assert page.status_code == 422
        assert "bukan kunci sandi Anda" in page.content.decode()
        assert client.get("/akun/keamanan/kode/").status_code == 302


class TestInvited:
    @pytest.fixture
    def secret(self, luwu):
        budi = MembershipFactory(office=luwu, user__username="budi", user__password="!")
        administrator = person(luwu, Role.ADMINISTRATOR)
        return invitations.invite(membership=budi, actor=administrator, by_mail=False)[1]

    def come(self, secret, key):
        phone = secure()
        phone.get(f"/undangan/{secret}/")
        asked = phone.post("/undangan/kunci-sandi/tantangan/")
        if asked.status_code != 200:
            return phone, asked
        return phone, phone.post("/undangan/kunci-sandi/", {"credential": key.make(asked.json())})

    def test_in_without_any_password(self, secret):
        key = SoftKey()

        phone, shown = self.come(secret, key)

        assert len(shown.context["codes"]) == 10
        assert phone.get("/akun/").status_code == 200
        assert "tidak punya kata sandi" in phone.get("/akun/keamanan/").content.decode()
        acts = [entry.act for entry in Entry.objects.order_by("pk")]
        assert acts == [Act.INVITED, Act.INVITATION_ACCEPTED, Act.KEY_ADDED]
        visitor = secure()
        sign_in(visitor, key)
        assert who(visitor) == who(phone)

    def test_a_refused_passkey_leaves_the_invitation_open(self, secret):
        phone, page = self.come(secret, SoftKey(origin="https://lempu.palsu.example"))

        assert page.status_code == 422
        assert Invitation.objects.open().exists()
        assert who(phone) is None

    def test_not_without_an_invitation(self):
        _phone, answer = self.come("nonsense", SoftKey())

        assert answer.status_code == 410
        assert secure().post("/undangan/kunci-sandi/", {"credential": "{}"}).status_code == 410
