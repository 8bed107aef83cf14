import datetime as dt

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.tokens import default_token_generator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from lempu.kernel.accounts.models import User
from lempu.kernel.accounts.selectors import has_second_step
from lempu.kernel.accounts.tests.factories import PASSWORD, UserFactory
from lempu.kernel.identity import selectors
from lempu.kernel.identity.enums import Act
from lempu.kernel.identity.models import Tries
from lempu.kernel.identity.services import guessing, keys, passwords, rules, sessions
from lempu.kernel.identity.tests.factories import (
    SECRET,
    add_device,
    add_key,
    code_now,
    recovery_codes,
)
from lempu.kernel.ledger.models import Entry
from lempu.kernel.notices.models import Mail
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import MembershipFactory, OfficeFactory, person
from lempu.shared.errors import DomainError

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2027, 10, 14, 1, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def mail(settings):
    settings.MAIL_ON = True
    settings.PUBLIC_URL = "https://lempu.contoh.go.id"


@pytest.fixture
def luwu():
    return OfficeFactory(code="7317")


@pytest.fixture
def siti(luwu):
    return person(luwu, user__email="siti@contoh.go.id", user__username="siti")


def acts():
    return list(Entry.objects.order_by("pk").values_list("act", flat=True))


def refused(refusal_code, call, **kwargs):
    with pytest.raises(DomainError) as refusal:
        call(**kwargs)
    assert refusal.value.code == refusal_code


class TestApp:
    def test_a_right_code_adds_it_with_recovery_codes_an_entry_and_a_mail(self, siti, luwu):
        codes = keys.add_app(actor=siti, secret=SECRET, code=code_now())

        assert has_second_step(siti)
        assert (len(codes), codes) == (10, recovery_codes(siti))
        entry = Entry.objects.get()
        assert (entry.act, entry.office_id, entry.actor) == (Act.KEY_ADDED, luwu.pk, siti)
        assert Mail.objects.get().to == "siti@contoh.go.id"

    def test_the_secret_is_not_readable_in_the_database(self, siti):
        keys.add_app(actor=siti, secret=SECRET, code=code_now())

        kept = Authenticator.objects.get(type="totp").data["secret"]
        seed = Authenticator.objects.get(type="recovery_codes").data["seed"]
        assert SECRET not in kept
        assert seed.startswith("gAAAA")

    def test_every_office_of_the_person_notes_it(self, siti):
        MembershipFactory(user=siti, office=OfficeFactory(code="73"))

        keys.add_app(actor=siti, secret=SECRET, code=code_now())

        assert acts() == [Act.KEY_ADDED, Act.KEY_ADDED]

    @pytest.mark.parametrize("code", ["000000", "", "abcdef", "１２３４５６"])
    def test_a_wrong_code_adds_nothing(self, siti, code):
        refused("wrong_code", keys.add_app, actor=siti, secret=SECRET, code=code)

        assert not has_second_step(siti)
        assert acts() == []

    def test_a_second_app_is_refused(self, siti):
        add_key(siti)

        refused("app_already", keys.add_app, actor=siti, secret=SECRET, code=code_now())


class TestCheckingCodes:
    @pytest.fixture(autouse=True)
    def app(self, siti):
        return add_key(siti)

    @time_machine.travel(NOW, tick=False)
    @pytest.mark.parametrize("later", [-1, 0, 1])
    def test_the_clock_of_the_phone_may_be_half_a_minute_off(self, siti, later):
        assert keys.check_code(user=siti, code=code_now(later=later)) == "totp"

    @time_machine.travel(NOW, tick=False)
    @pytest.mark.parametrize("later", [-2, 2])
    def test_but_no_more(self, siti, later):
        refused("wrong_code", keys.check_code, user=siti, code=code_now(later=later))

    @time_machine.travel(NOW, tick=False)
    def test_a_code_counts_once_and_none_before_it(self, siti):
        code, before = code_now(), code_now(later=-1)
        keys.check_code(user=siti, code=code)

        refused("wrong_code", keys.check_code, user=siti, code=code)
        refused("wrong_code", keys.check_code, user=siti, code=before)

    def test_a_recovery_code_opens_once_and_is_told_by_mail(self, siti):
        code = recovery_codes(siti)[3]

        assert keys.check_code(user=siti, code=f"{code[:4]} {code[4:]}") == "recovery_codes"
        refused("wrong_code", keys.check_code, user=siti, code=code)

        assert len(recovery_codes(siti)) == 9
        assert (
            Mail.objects.get().subject == "Kode pemulihan dipakai untuk masuk ke akun Lempu Anda."
        )

    def test_five_wrong_codes_close_the_second_step_even_for_the_right_one(self, siti):
        with time_machine.travel(NOW, tick=False):
            for _ in range(5):
                refused("wrong_code", keys.check_code, user=siti, code="000000")
            refused("too_many_tries", keys.check_code, user=siti, code=code_now())
        with time_machine.travel(NOW + dt.timedelta(minutes=16), tick=False):
            assert keys.check_code(user=siti, code=code_now()) == "totp"

        assert Mail.objects.get().subject.startswith("Seseorang tahu kata sandi Anda")

    def test_codes_of_somebody_else_open_nothing(self, siti):
        other = UserFactory()
        add_key(other, "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU")

        refused("wrong_code", keys.check_code, user=other, code=code_now())
        refused("wrong_code", keys.check_code, user=other, code=recovery_codes(siti)[0])


class TestRemoving:
    def test_the_last_one_takes_the_recovery_codes_along(self, siti):
        app = add_key(siti)

        keys.remove_key(actor=siti, key=app)

        assert not Authenticator.objects.exists()
        assert acts() == [Act.KEY_REMOVED]
        assert Mail.objects.count() == 1

    def test_not_the_last_one_where_the_office_demands_one(self, siti, luwu):
        rules.change_rules(office=luwu, actor=siti, second_step_roles=[Role.MEMBER])

        refused("demanded", keys.remove_key, actor=siti, key=add_key(siti))
        assert has_second_step(siti)

    def test_not_the_only_way_in(self, siti):
        app = add_key(siti)
        siti.set_unusable_password()
        siti.save()

        refused("only_way_in", keys.remove_key, actor=siti, key=app)

    def test_nobody_elses(self, siti):
        app = add_key(UserFactory())

        with pytest.raises(Authenticator.DoesNotExist):
            keys.remove_key(actor=siti, key=app)


class TestRecoveryCodes:
    def test_new_ones_void_the_old(self, siti):
        add_key(siti)
        old = recovery_codes(siti)

        new = keys.renew_codes(actor=siti)

        assert set(old).isdisjoint(new)
        assert new == recovery_codes(siti)
        assert acts() == [Act.CODES_MADE]

    def test_they_stand_in_for_a_second_step(self, siti):
        refused("no_second_step", keys.renew_codes, actor=siti)


class TestTakingKeys:
    @pytest.fixture
    def administrator(self, luwu):
        return person(luwu, Role.ADMINISTRATOR)

    def test_everything_goes_and_the_person_is_out(self, siti, administrator, luwu):
        add_key(siti)
        add_device(siti)

        keys.take_keys(membership=siti.memberships.get(), actor=administrator)

        assert not Authenticator.objects.exists()
        assert not UserSession.objects.exists()
        entry = Entry.objects.get()
        assert (entry.act, entry.actor, entry.office_id) == (
            Act.KEYS_TAKEN,
            administrator,
            luwu.pk,
        )
        assert Mail.objects.get().user == siti

    def test_refusals(self, siti, administrator):
        mine = siti.memberships.get()
        refused("no_second_step", keys.take_keys, membership=mine, actor=administrator)
        own = administrator.memberships.get()
        refused("own_keys", keys.take_keys, membership=own, actor=administrator)
        add_key(siti)
        MembershipFactory(user=siti, office=OfficeFactory(code="73"))
        refused("belongs_elsewhere", keys.take_keys, membership=mine, actor=administrator)
        assert has_second_step(siti)


class TestDemands:
    @pytest.mark.parametrize(
        ("demanded", "asked"), [([], False), ([Role.LEADER], False), ([Role.MEMBER], True)]
    )
    def test_only_of_the_roles_named(self, siti, luwu, demanded, asked):
        rules.change_rules(office=luwu, actor=siti, second_step_roles=demanded)

        assert selectors.must_add_second_step(siti) is asked
        assert acts() == [Act.RULES_CHANGED]

    def test_not_of_the_roles_of_another_office(self, siti, luwu):
        province = OfficeFactory(code="73")
        MembershipFactory(user=siti, office=province, role=Role.LEADER)

        rules.change_rules(office=luwu, actor=siti, second_step_roles=[Role.LEADER])

        assert selectors.demanding_offices(siti) == []


class TestPasswordByMail:
    def link(self, user):
        token = default_token_generator.make_token(user)
        return {"uid": urlsafe_base64_encode(force_bytes(user.pk)), "token": token}

    @pytest.mark.parametrize("name", ["siti", "SITI", "Siti@Contoh.go.id"])
    def test_a_link_goes_to_the_address_the_office_noted(self, siti, luwu, name):
        assert passwords.write_links(name=name) == 1

        mail = Mail.objects.get()
        assert (mail.to, mail.office, mail.state) == ("siti@contoh.go.id", luwu, "waiting")
        assert "https://lempu.contoh.go.id/lupa-kata-sandi/" in mail.text

    @pytest.mark.parametrize("traits", [{"inactive": True, "email": "a@b.id"}, {"email": ""}])
    def test_nobody_else_is_written_to(self, traits):
        UserFactory(username="budi", **traits)

        assert passwords.write_links(name="budi") == 0
        assert passwords.write_links(name="tidak.ada") == 0
        assert passwords.write_links(name="") == 0
        assert not Mail.objects.exists()

    def test_a_mailbox_cannot_be_filled(self, siti):
        assert [passwords.write_links(name="siti") for _ in range(5)] == [1, 1, 1, 0, 0]

    def test_the_link_sets_the_password_once(self, siti):
        link = self.link(siti)

        passwords.recover_password(**link, password="tegak lurus 7317")

        siti.refresh_from_db()
        assert siti.check_password("tegak lurus 7317")
        assert acts() == [Act.PASSWORD_RECOVERED]
        refused("link_void", passwords.recover_password, **link, password="lain lagi 7317")

    def test_a_link_ends(self, siti):
        with time_machine.travel(NOW):
            link = self.link(siti)
        with time_machine.travel(NOW + dt.timedelta(hours=24, minutes=1)):
            refused("link_void", passwords.recover_password, **link, password="x")

    @pytest.mark.parametrize("uid", ["", "!!!", "MQ", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
    def test_what_was_never_a_link(self, siti, uid):
        link = self.link(siti) | {"uid": uid, "token": "x-y"}
        refused("link_void", passwords.recover_password, **link, password="x")

    def test_a_changed_password_is_told(self, siti):
        passwords.change_password(actor=siti, password="tegak lurus 7317")

        assert Mail.objects.get().subject == "Kata sandi akun Lempu Anda diganti."

    def test_an_installation_without_mail_writes_none(self, siti, settings):
        settings.MAIL_ON = False

        assert passwords.write_links(name="siti") == 0
        assert not Mail.objects.exists()


class TestConfirming:
    def test_the_password_of_the_person(self, siti):
        passwords.check_password(user=siti, password=PASSWORD)

        assert not Tries.objects.exists()

    def test_five_tries(self, siti):
        for _ in range(5):
            refused("wrong_password", passwords.check_password, user=siti, password="x")
        refused("too_many_tries", passwords.check_password, user=siti, password=PASSWORD)


class TestDevices:
    def test_named_as_people_do(self):
        windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36 Edg/126.0"
        assert selectors.device_name(windows) == "Edge, Windows"
        iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1"
        assert selectors.device_name(iphone) == "Safari, iPhone"
        assert selectors.device_name("curl/8.5.0") == "curl/8.5.0"
        assert selectors.device_name("") == ""

    def test_only_what_still_holds_is_listed(self, siti):
        here = add_device(siti)
        gone = add_device(siti)
        gone._session_store(gone.session_key).delete()
        stale = add_device(siti)
        add_device(UserFactory())
        store = stale._session_store(stale.session_key)
        store["_auth_user_hash"] = "of an older password"
        store.save()

        found = selectors.devices_of(siti, here.session_key)

        assert [(d.pk, d.name, d.is_here) for d in found] == [(here.pk, "Chrome, Android", True)]

    def test_one_is_ended(self, siti):
        device = add_device(siti)

        sessions.end_session(actor=siti, session=device, here="another")

        assert not device.exists()
        assert acts() == [Act.SIGNED_OUT]

    def test_not_the_one_in_use(self, siti):
        device = add_device(siti)
        here = device.session_key
        refused("this_one", sessions.end_session, actor=siti, session=device, here=here)
        assert device.exists()

    def test_all_others_are_ended(self, siti):
        here, other, foreign = add_device(siti), add_device(siti), add_device(UserFactory())

        assert sessions.end_others(actor=siti, here=here.session_key) == 1

        assert [d.exists() for d in (here, other, foreign)] == [True, False, True]
        assert acts() == [Act.SIGNED_OUT]

    def test_nothing_to_end_is_no_act(self, siti):
        assert sessions.end_others(actor=siti, here=None) == 0
        assert acts() == []


def test_tries_are_forgotten_when_they_no_longer_count():
    with time_machine.travel(NOW):
        guessing.take_try("a")
    with time_machine.travel(NOW + dt.timedelta(minutes=16)):
        guessing.take_try("b")
        guessing.sweep(NOW + dt.timedelta(minutes=16))

    assert list(Tries.objects.values_list("key", flat=True)) == ["b"]


def test_people_without_an_office_note_nothing_and_lose_nothing():
    user = UserFactory()

    keys.add_app(actor=user, secret=SECRET, code=code_now())

    assert User.objects.get() == user
    assert acts() == []
