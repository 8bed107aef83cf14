"""The pages of the reminders, the private calendar, and the way out of the mail."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from lempu.kernel.ledger.selectors import acts_in
from lempu.kernel.notices.enums import Frequency, Kind, MailState
from lempu.kernel.notices.models import Feed, Mail, Notice, Preference, Rules
from lempu.kernel.notices.services.digests import write_digests
from lempu.kernel.notices.services.feeds import READS_AN_HOUR, open_feed
from lempu.kernel.notices.tests.factories import MailFactory, NoticeFactory
from lempu.kernel.obligations.services import state_undone
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import MembershipFactory, OfficeFactory, person

pytestmark = pytest.mark.django_db
RULES = {
    "frequency": "weekly", "hour": "8", "weekday": "2", "days_before": "10, 3,0",
    "late_coordinator": "2", "late_leader": "5",
}  # fmt: skip


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(dt.datetime(2026, 11, 9, 1, tzinfo=dt.UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def office():
    return OfficeFactory(code="7317")


def signed_in(user):
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def owe(office, *owners, day=4, **rest):
    row = RowFactory(office=office, year=2026, owners=owners)
    return ObligationFactory(
        indicator=row, office=office, year=2026, month=11, due_on=dt.date(2026, 11, day), **rest
    )


class TestNotices:
    def test_are_read_by_their_person_one_by_one_or_all(self, office):
        user = person(office)
        first, _second = NoticeFactory.create_batch(2, office=office, user=user)
        foreign = NoticeFactory(office=office)
        client = signed_in(user)

        page = client.get(reverse("notices:list")).content.decode()
        assert page.count('class="lp-item is-new"') == 2
        answer = client.get(reverse("notices:open", args=[first.pk]))
        assert answer["Location"] == reverse("home:today")
        assert Notice.objects.filter(user=user).unread().count() == 1
        assert client.get(reverse("notices:open", args=[foreign.pk])).status_code == 404
        client.post(reverse("notices:read_all"))
        assert [n.read_at is None for n in Notice.objects.order_by("pk")] == [False, False, True]

    def test_lead_to_where_something_can_be_done(self, office):
        user = person(office, Role.COORDINATOR)
        row = owe(office)
        returned = NoticeFactory(office=office, user=user, kind=Kind.RETURNED, obligation=row)
        late = NoticeFactory(office=office, user=user, kind=Kind.LATE_COORDINATOR)
        client = signed_in(user)

        for notice, page in ((returned, f"/kewajiban/{row.pk}/"), (late, "/pesan/?untuk=semua")):
            answer = client.get(reverse("notices:open", args=[notice.pk]))
            assert answer["Location"] == page

    @pytest.mark.parametrize("count", [1, 3])
    def test_ask_the_database_the_same_however_many(
        self, office, count, django_assert_max_num_queries
    ):
        user = person(office)
        for _ in range(count):
            NoticeFactory(office=office, user=user, kind=Kind.ACCEPTED, obligation=owe(office))
        client = signed_in(user)

        with django_assert_max_num_queries(8):
            client.get(reverse("notices:list"))

    def test_of_an_office_one_has_left_are_gone(self, office):
        membership = MembershipFactory(office=office)
        NoticeFactory(office=office, user=membership.user)
        membership.ends_on = dt.date(2026, 11, 1)
        membership.save()
        MembershipFactory(user=membership.user, office=OfficeFactory(code="7373"))

        page = signed_in(membership.user).get(reverse("notices:list"))

        assert page.context["told"] == []


class TestWishes:
    def test_follow_the_office_until_the_person_chooses(self, office):
        user = person(office)
        Rules.objects.create(office=office, hour=9)
        client = signed_in(user)

        page = client.get(reverse("notices:wishes"))
        assert "Ikuti satker (09.00)" in page.content.decode()
        data = {"mail_on": "on", "frequency": "weekly", "hour": "office", "weekday": "3"}
        client.post(reverse("notices:wishes"), data)

        kept = Preference.objects.get(user=user)
        assert (kept.mail_on, kept.frequency, kept.hour, kept.weekday) == (
            True, Frequency.WEEKLY, None, 3,
        )  # fmt: skip
        assert (kept.reminders, kept.escalations) == (False, False)

    @pytest.mark.parametrize(("name", "value"), [("hour", "3"), ("hour", "x"), ("frequency", "?")])
    def test_refuse_what_is_not_offered(self, office, name, value):
        client = signed_in(person(office))

        assert client.post(reverse("notices:wishes"), {name: value}).status_code == 422
        assert Preference.objects.count() == 0

    def test_say_that_the_installation_sends_no_mail(self, office, settings):
        client = signed_in(person(office))

        settings.MAIL_ON = False
        assert "belum mengirim surel" in client.get(reverse("notices:wishes")).content.decode()
        settings.MAIL_ON = True
        assert "belum mengirim surel" not in client.get(reverse("notices:wishes")).content.decode()


class TestStop:
    def test_works_from_the_mail_without_signing_in_or_a_cookie(self, office, post_settings):
        user = person(office, user__email="andi@contoh.go.id")
        owe(office, user)
        write_digests(dt.datetime(2026, 11, 9, 1, tzinfo=dt.UTC))
        address = Mail.objects.get().headers["List-Unsubscribe"].strip("<>")
        path = address.removeprefix("https://lempu.contoh.go.id")
        visitor = Client(enforce_csrf_checks=True)

        assert visitor.get(path).status_code == 200
        assert not Preference.objects.filter(user=user, mail_on=False).exists()
        assert visitor.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert Preference.objects.get(user=user).mail_on is False

    def test_takes_no_address_that_was_made_up(self):
        assert Client().post(reverse("notices:stop", args=["1:abc:def"])).status_code == 404


class TestOffice:
    def test_sets_when_it_reminds(self, office):
        client = signed_in(person(office, Role.ADMINISTRATOR))

        assert client.post(reverse("notices:rules"), RULES).status_code == 302

        kept = Rules.objects.get(office=office)
        assert (kept.frequency, kept.hour, kept.weekday) == ("weekly", 8, 2)
        assert (kept.days_before, kept.late_coordinator, kept.late_leader) == ([10, 3, 0], 2, 5)
        assert "notices.rules_changed" in acts_in(office)

    @pytest.mark.parametrize(
        "change",
        [
            {"days_before": "7, dua"}, {"days_before": "1,2,3,4,5,6"}, {"days_before": "61"},
            {"days_before": "-1"}, {"late_leader": "1"}, {"hour": "3"}, {"late_coordinator": ""},
        ],
    )  # fmt: skip
    def test_refuses_and_keeps_what_was_typed(self, office, change):
        client = signed_in(person(office, Role.ADMINISTRATOR))

        answer = client.post(reverse("notices:rules"), RULES | change)

        assert answer.status_code == 422
        assert Rules.objects.count() == 0
        assert "10, 3,0" in answer.content.decode() or "days_before" in change

    def test_sees_its_own_mail_that_did_not_go_out_and_no_words_of_it(self, office, settings):
        settings.MAIL_ON = True
        stuck = MailFactory(office=office, state=MailState.FAILED, error="550 no such person")
        foreign = MailFactory(state=MailState.FAILED)
        client = signed_in(person(office, Role.ADMINISTRATOR))

        page = client.get(reverse("notices:mails")).content.decode()

        assert stuck.to in page
        assert "550 no such person" in page
        assert foreign.to not in page
        assert "Isi surat." not in page
        client.post(reverse("notices:mail_again", args=[stuck.pk]))
        stuck.refresh_from_db()
        assert stuck.state == MailState.FAILED, "the person has no address now"
        stuck.user.email = "ada@contoh.go.id"
        stuck.user.save()
        client.post(reverse("notices:mail_again", args=[stuck.pk]))
        stuck.refresh_from_db()
        assert (stuck.state, stuck.to) == (MailState.WAITING, "ada@contoh.go.id")
        assert "notices.mail_again" in acts_in(office)

    def test_sends_a_trial_to_whoever_asks(self, office):
        user = person(office, Role.ADMINISTRATOR, user__email="admin@contoh.go.id")
        client = signed_in(user)

        for _ in range(2):
            client.post(reverse("notices:mail_test"))

        assert [mail.to for mail in Mail.objects.all()] == ["admin@contoh.go.id"]


class TestMessage:
    def test_a_member_of_staff_has_their_own_and_nobody_elses(self, office):
        user, other = person(office, user__name="Andi"), person(office, user__name="Budi")
        row = owe(office, user)
        owe(office, other)
        client = signed_in(user)

        text = client.get(reverse("notices:message")).context["text"]
        assert "Andi: satu hal perlu dikerjakan" in text
        assert "terlambat 5 hari" in text
        assert f"/kewajiban/{row.pk}/" in text
        assert "Budi" not in text
        for asked in ("semua", str(other.pk)):
            answer = client.get(reverse("notices:message"), {"untuk": asked})
            assert answer.status_code == 403

    def test_a_coordinator_has_everybodys_or_one_persons(self, office):
        andi, budi = person(office, user__name="Andi"), person(office, user__name="Budi")
        owe(office, andi)
        owe(office, budi, returned=True)
        owe(office, person(office, user__name="Citra"), day=12)
        client = signed_in(person(office, Role.COORDINATOR))

        text = client.get(reverse("notices:message")).context["text"]
        assert ("Andi" in text, "Budi" in text, "Citra" in text) == (True, True, False)
        one = client.get(reverse("notices:message"), {"untuk": str(budi.pk)}).context["text"]
        assert ("Andi" in one, "dikembalikan" in one) == (False, True)
        for asked in ("999999", "x", "-1"):
            answer = client.get(reverse("notices:message"), {"untuk": asked})
            assert answer.status_code == 404

    def test_says_so_when_there_is_nothing(self, office):
        page = signed_in(person(office)).get(reverse("notices:message"))

        assert page.context["text"] == ""
        assert "<textarea" not in page.content.decode()


def events_of(answer):
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


class TestCalendar:
    def get(self, token, **headers):
        return Client().get(reverse("notices:calendar", args=[token]), headers=headers)

    def test_holds_own_obligations_as_whole_days_and_nobody_elses(self, office):
        user = person(office)
        row, _foreign = owe(office, user, day=30), owe(office, person(office), day=30)
        _feed, token = open_feed(actor=user)

        answer = self.get(token)

        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        [event] = events_of(answer)
        assert event["UID"] == f"kewajiban-{row.pk}@localhost"
        assert event.decoded("DTSTART") == dt.date(2026, 11, 30)
        assert event.decoded("DTEND") == dt.date(2026, 12, 1)
        assert row.indicator.sub_activity.name in str(event["SUMMARY"])
        assert event["URL"].endswith(f"/kewajiban/{row.pk}/")
        assert Calendar.from_ical(answer.content)["X-WR-TIMEZONE"] == "Asia/Makassar"

    def test_a_coordinator_sees_no_titles_of_what_others_deliver(self, office):
        coordinator = person(office, Role.COORDINATOR)
        owe(office, person(office)).indicator.coordinators.add(coordinator)
        _feed, token = open_feed(actor=coordinator)

        assert events_of(self.get(token)) == []

    def test_a_change_raises_the_sequence_and_keeps_the_identity(self, office, november):
        user = person(office)
        row = owe(office, user, day=4)
        _feed, token = open_feed(actor=user)
        [before] = events_of(self.get(token))

        november.shift(3600)
        state_undone(obligation=row, actor=user, reason="Anggaran dialihkan.")
        [after] = events_of(self.get(token))

        assert after["UID"] == before["UID"]
        assert after["SEQUENCE"] > before["SEQUENCE"]
        assert after.decoded("LAST-MODIFIED") > before.decoded("LAST-MODIFIED")
        assert str(after["SUMMARY"]).startswith("Tidak terlaksana: ")

    def test_unchanged_it_costs_a_few_bytes(self, office):
        user = person(office)
        owe(office, user)
        _feed, token = open_feed(actor=user)

        tag = self.get(token)["ETag"]

        assert self.get(token, **{"If-None-Match": tag}).status_code == 304

    def test_a_new_address_ends_the_old_and_revoking_ends_it(self, office):
        user = person(office)
        client = signed_in(user)
        addresses = [client.post(reverse("notices:feed")).context["address"] for _ in range(2)]
        old, new = (address.split("/kalender/")[1].removesuffix(".ics") for address in addresses)

        assert (self.get(old).status_code, self.get(new).status_code) == (404, 200)
        assert new not in client.get(reverse("notices:feed")).content.decode()
        client.post(reverse("notices:feed_close"))
        assert self.get(new).status_code == 404
        assert {"notices.feed_opened", "notices.feed_closed"} <= set(acts_in(office))

    def test_only_a_hash_of_the_secret_is_kept(self, office):
        feed, token = open_feed(actor=person(office))

        assert len(token) > 40
        assert token not in str(Feed.objects.filter(pk=feed.pk).values())

    def test_who_left_or_whose_account_is_closed_has_none(self, office):
        membership = MembershipFactory(office=office)
        _feed, token = open_feed(actor=membership.user)
        assert self.get(token).status_code == 200

        membership.user.is_active = False
        membership.user.save()
        assert self.get(token).status_code == 404
        membership.user.is_active = True
        membership.user.save()
        membership.ends_on = dt.date(2026, 11, 8)
        membership.save()
        assert self.get(token).status_code == 404

    def test_it_cannot_be_asked_without_end(self, office, november):
        _feed, token = open_feed(actor=person(office))

        answers = [self.get(token).status_code for _ in range(READS_AN_HOUR + 1)]

        assert answers == [200] * READS_AN_HOUR + [429]
        november.shift(3601)
        assert self.get(token).status_code == 200

    @pytest.mark.parametrize("count", [1, 3])
    def test_asks_the_database_the_same_however_many(
        self, office, count, django_assert_max_num_queries
    ):
        user = person(office)
        for _ in range(count):
            owe(office, user)
        _feed, token = open_feed(actor=user)

        with django_assert_max_num_queries(7):
            self.get(token)
