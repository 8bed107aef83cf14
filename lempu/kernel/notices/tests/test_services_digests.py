"""The summary: who, when, what it says, and that it reaches a real mail server once."""

import datetime as dt
import email
import email.policy

import pytest
import time_machine
from django.core import signing

from lempu.kernel.notices.enums import Frequency, Kind, MailState
from lempu.kernel.notices.models import Mail, Notice, Preference, Round, Rules
from lempu.kernel.notices.selectors.days import OfficeDays
from lempu.kernel.notices.services import outbox
from lempu.kernel.notices.services.digests import STOP_SALT, write_digests
from lempu.kernel.notices.services.reminders import remind_offices
from lempu.kernel.obligations import registry
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person

pytestmark = pytest.mark.django_db
WITA = dt.timezone(dt.timedelta(hours=8))


def wita(day, hour=7, minute=0, month=11):
    return dt.datetime(2026, month, day, hour, minute, tzinfo=WITA)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(wita(2), tick=False) as clock:
        yield clock


@pytest.fixture
def office():
    return OfficeFactory(code="7317", name="KPU Kabupaten Luwu")


@pytest.fixture
def owner(office, post_settings):
    return person(office, user__name="Andi", user__email="andi@contoh.go.id")


def owe(office, owner, day, **rest):
    row = RowFactory(office=office, year=2026, owners=[owner], code="2.3")
    return ObligationFactory(
        indicator=row, office=office, year=2026, month=11, due_on=dt.date(2026, 11, day), **rest
    )


def days_written(user):
    return [row.key.split(":")[-1][-5:] for row in Mail.objects.filter(user=user).order_by("pk")]


def live(clock, first, last, month=11):
    """The clock of the installation, every two hours from one day to another."""
    moment = wita(first, 0, month=month)
    while moment.date() <= dt.date(2026, month, last):
        clock.move_to(moment)
        remind_offices(moment)
        write_digests(moment)
        moment += dt.timedelta(hours=2)


def test_a_summary_goes_out_every_working_day_while_something_is_late(november, office, owner):
    owe(office, owner, 4)

    live(november, 5, 10)  # Thursday to Tuesday

    assert days_written(owner) == ["11-05", "11-06", "11-09", "11-10"]


def test_nothing_is_written_when_there_is_nothing_to_say(november, office, owner):
    owe(office, owner, 4, accepted=True)
    owe(office, owner, 30)

    live(november, 5, 10)

    assert days_written(owner) == []
    assert Round.objects.filter(user=owner).count() == 4


def test_the_hour_is_that_of_the_office(november, office, owner):
    owe(office, owner, 4)
    for zone, expected in (("Asia/Jakarta", 0), ("Asia/Makassar", 1), ("Asia/Jayapura", 1)):
        office.timezone = zone
        office.save()
        Round.objects.all().delete()
        Mail.objects.all().delete()

        write_digests(wita(5, 7, 30))

        assert Mail.objects.count() == expected, zone


def test_a_person_may_choose_another_hour(november, office, owner):
    owe(office, owner, 4)
    Preference.objects.create(user=owner, hour=15)

    write_digests(wita(5, 14, 59))
    assert Mail.objects.count() == 0
    write_digests(wita(5, 15))
    assert Mail.objects.count() == 1


def test_once_a_week_on_the_day_asked_for_or_the_next_working_day(november, office, owner):
    """25 December 2026 is a Friday and a holiday; the 24th is joint leave."""
    owe(office, owner, 4)
    Rules.objects.create(office=office, days_before=[], late_coordinator=0, late_leader=0)
    Preference.objects.create(user=owner, frequency=Frequency.WEEKLY, weekday=4)

    live(november, 1, 31, month=12)

    assert days_written(owner) == ["12-04", "12-11", "12-18", "12-28"]


def test_a_week_that_the_timer_missed_is_made_good_on_the_next_working_day(november, office, owner):
    owe(office, owner, 4)
    Preference.objects.create(user=owner, frequency=Frequency.WEEKLY, reminders=False)

    live(november, 9, 9)
    live(november, 18, 18)  # nothing ran on Monday the 16th
    live(november, 19, 20)

    assert days_written(owner) == ["11-09", "11-18"]


def test_whoever_wants_no_summary_is_still_told_on_the_days_that_matter(november, office, owner):
    owe(office, owner, 30)
    Preference.objects.create(user=owner, frequency=Frequency.OFF)

    live(november, 16, 30)

    assert days_written(owner) == ["11-19", "11-26", "11-30"]


@pytest.mark.parametrize(
    "wish", [{"mail_on": False}, {"frequency": Frequency.OFF, "reminders": False}]
)
def test_whoever_wants_no_mail_gets_none_but_the_bell(november, office, owner, wish):
    owe(office, owner, 30)
    Preference.objects.create(user=owner, **wish)

    live(november, 16, 30)

    assert days_written(owner) == []
    assert Notice.objects.filter(user=owner, kind=Kind.DUE_SOON).count() == 3


def test_the_leader_hears_of_the_late_once_and_may_switch_it_off(november, office, owner):
    owe(office, owner, 4)
    leader = person(office, Role.LEADER, user__email="ketua@contoh.go.id")
    deaf = person(office, Role.LEADER, user__email="lain@contoh.go.id")
    for user, wants in ((leader, True), (deaf, False)):
        Preference.objects.create(user=user, frequency=Frequency.OFF, escalations=wants)

    live(november, 5, 20)

    assert days_written(leader) == ["11-13"]  # seven working days after the 4th
    assert days_written(deaf) == []
    mail = Mail.objects.get(user=leader)
    assert "Andi" in mail.text
    assert "2.3" not in mail.text


def test_the_coordinator_reads_who_is_behind(november, office, owner):
    obligation = owe(office, owner, 4)
    coordinator = person(office, Role.COORDINATOR, user__email="koordinator@contoh.go.id")
    obligation.indicator.coordinators.add(coordinator)

    november.move_to(wita(5))
    write_digests(wita(5))

    text = Mail.objects.get(user=coordinator).text
    assert "- Andi: 1 terlambat" in text
    assert "https://lempu.contoh.go.id/pesan/?untuk=semua" in text


def test_the_mail_says_what_in_words_and_how_to_stop_it(november, office, owner, start_post):
    november.move_to(wita(9, 1))
    late, due = owe(office, owner, 4), owe(office, owner, 10)
    returned = owe(office, owner, 5, returned=True)
    owe(office, owner, 30)
    post = start_post()

    write_digests(wita(9))
    with time_machine.travel(wita(9, 8), tick=True):
        assert outbox.send_due() == 1

    [envelope] = post.taken
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    text = message.get_body("plain").get_content()
    assert message["Subject"] == "Dua hal perlu Anda kerjakan, 9 November 2026"
    assert envelope.rcpt_tos == ["andi@contoh.go.id"]
    for part in (
        "Yth. Andi,",
        "KPU Kabupaten Luwu, Senin, 9 November 2026.",
        f"https://lempu.contoh.go.id/kewajiban/{late.pk}/",
        "November 2026: terlambat 5 hari",
        f"https://lempu.contoh.go.id/kewajiban/{returned.pk}/",
        "November 2026: batas Selasa, 10 November",
        f"https://lempu.contoh.go.id/kewajiban/{due.pk}/",
        "https://lempu.contoh.go.id/akun/pengingat/",
    ):
        assert part in text, text
    assert text.count("/kewajiban/") == 3
    assert "&#" not in text
    html = message.get_body("html").get_content()
    assert f'href="https://lempu.contoh.go.id/kewajiban/{late.pk}/"' in html
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = message["List-Unsubscribe"].strip("<>").rstrip("/").split("/")[-1]
    assert signing.loads(token, salt=STOP_SALT) == owner.pk


def test_a_server_that_was_down_for_a_day_gets_each_mail_once(november, office, owner, start_post):
    owe(office, owner, 4)
    for day in (5, 6):
        november.move_to(wita(day))
        write_digests(wita(day))
        assert outbox.send_due() == 0

    post = start_post()
    with time_machine.travel(wita(7, 9), tick=True):  # Saturday: quiet
        assert outbox.send_due() == 0
    with time_machine.travel(wita(9, 7, 1), tick=True):
        assert (outbox.send_due(), outbox.send_due()) == (2, 0)
    assert len(post.taken) == 2
    assert set(Mail.objects.values_list("state", flat=True)) == {MailState.SENT}


def test_a_desk_adds_what_waits_there(november, office, owner):
    item = registry.Item(title="Permohonan LW4K menunggu jawaban", url="/", is_urgent=True)
    source = registry.Source("uji.meja", "Meja uji", lambda user, office: [item])

    with registry.registered(source):
        write_digests(wita(5))

    assert "Permohonan LW4K menunggu jawaban" in Mail.objects.get().text


def test_who_left_or_was_closed_out_is_not_written_to(november, office, owner):
    owe(office, owner, 4)
    owner.memberships.update(ends_on=dt.date(2026, 11, 4))

    write_digests(wita(5))

    assert Mail.objects.count() == 0


def test_without_a_mail_server_nothing_is_written_or_counted(november, office, owner, settings):
    settings.MAIL_ON = False
    owe(office, owner, 4)

    write_digests(wita(5))

    assert (Mail.objects.count(), Round.objects.count()) == (0, 0)


def test_the_days_of_a_weekly_summary():
    days = OfficeDays(OfficeFactory(code="7317"))

    assert days.weekly_day(dt.date(2026, 11, 25), 0) == (dt.date(2026, 11, 23),) * 2
    assert days.weekly_day(dt.date(2026, 12, 27), 4) == (
        dt.date(2026, 12, 25), dt.date(2026, 12, 28),
    )  # fmt: skip
