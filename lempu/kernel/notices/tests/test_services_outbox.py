"""Mail against a real SMTP server: taken, put off, refused, cut off, down and up again."""

import datetime as dt
import email
import email.policy
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from lempu.kernel.notices.enums import Kind, MailState
from lempu.kernel.notices.models import CLAIM_HOLDS, Mail, Notice
from lempu.kernel.notices.services import outbox
from lempu.kernel.notices.tests.factories import MailFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.shared.errors import DomainError

pytestmark = pytest.mark.django_db


def message_of(envelope):
    return email.message_from_bytes(envelope.content, policy=email.policy.default)


def later(**span):
    return time_machine.travel(timezone.now() + dt.timedelta(**span), tick=True)


def test_what_waits_is_sent_once_and_its_words_are_wiped(post):
    mail = outbox.post(
        key="satu",
        to="pelaksana@contoh.go.id",
        subject="Dua hal\r\nBcc: semua@contoh.go.id",
        text="Isi é",
        html="<p>Isi é</p>",
        headers={"List-Unsubscribe": "<https://lempu.contoh.go.id/surat/henti/x/>"},
    )

    assert (outbox.send_due(), outbox.send_due()) == (1, 0)

    [envelope] = post.taken
    message = message_of(envelope)
    assert envelope.rcpt_tos == ["pelaksana@contoh.go.id"]
    assert message["Subject"] == "Dua hal Bcc: semua@contoh.go.id"
    assert message["Bcc"] is None
    assert message["List-Unsubscribe"] == "<https://lempu.contoh.go.id/surat/henti/x/>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_body("plain").get_content().strip() == "Isi é"
    assert message.get_body("html").get_content().strip() == "<p>Isi é</p>"
    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.html, mail.attempts) == (MailState.SENT, "", "", 1)


def test_the_same_key_is_one_mail(post):
    for _ in range(2):
        outbox.post(key="satu", to="a@contoh.go.id", subject="Perihal", text="Isi")

    assert (outbox.send_due(), len(post.taken)) == (1, 1)


def test_while_the_server_is_down_nothing_is_lost_and_no_try_is_used_up(start_post):
    mails = MailFactory.create_batch(3)

    assert [outbox.send_due() for _ in range(4)] == [0, 0, 0, 0]
    assert set(Mail.objects.values_list("state", "attempts")) == {(MailState.WAITING, 0)}

    post = start_post()
    assert (outbox.send_due(), outbox.send_due()) == (3, 0)
    assert sorted(e.rcpt_tos[0] for e in post.taken) == sorted(mail.to for mail in mails)


def test_a_server_that_asks_for_patience_gets_it(post):
    mail = MailFactory()
    post.mood = "451 greylisted, come back"

    assert outbox.send_due() == 0
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.error) == (
        MailState.WAITING, 1, "451 greylisted, come back"
    )  # fmt: skip
    post.mood = ""
    assert outbox.send_due() == 0
    with later(minutes=3):
        assert outbox.send_due() == 1
    assert len(post.taken) == 1


def test_waits_double_up_to_four_hours_and_then_the_administrator_is_told(post):
    office = OfficeFactory(code="7317")
    administrator = person(office, Role.ADMINISTRATOR)
    mail = MailFactory(office=office)
    post.mood = "451 later"
    waits = []

    for _ in range(outbox.TRIES):
        with time_machine.travel(
            Mail.objects.get().next_try_at + dt.timedelta(seconds=1), tick=False
        ):
            before = timezone.now()
            outbox.send_due()
            waits.append(round((Mail.objects.get().next_try_at - before).total_seconds() / 60))

    assert waits[:8] == [2, 4, 8, 16, 32, 64, 128, 240]
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED
    notice = Notice.objects.get(user=administrator)
    assert (notice.kind, notice.content) == (Kind.MAIL_FAILED, {"name": mail.user.name})


def test_an_address_that_does_not_exist_fails_alone_and_at_once(post):
    wrong, right = MailFactory(), MailFactory()
    post.refuses[wrong.to] = "550 no such person"

    assert outbox.send_due() == 1
    wrong.refresh_from_db()
    right.refresh_from_db()
    assert (wrong.state, wrong.error) == (MailState.FAILED, "550 no such person")
    assert right.state == MailState.SENT


def test_a_refusal_for_good_is_not_tried_again(post):
    MailFactory()
    post.mood = "554 not here"

    outbox.send_due()

    assert Mail.objects.get().state == MailState.FAILED
    post.mood = ""
    with later(days=1):
        assert outbox.send_due() == 0


def test_a_line_cut_in_the_middle_is_tried_again_under_the_same_number(post):
    first, second = MailFactory(), MailFactory()
    post.mood = "drop"

    assert outbox.send_due() == 0
    for mail in (first, second):
        mail.refresh_from_db()
        assert (mail.state, mail.attempts) == (MailState.WAITING, 1)
    post.mood = ""
    with later(minutes=3):
        assert outbox.send_due() == 2
    assert len({message_of(envelope)["Message-ID"] for envelope in post.taken}) == 2


def test_a_worker_that_died_holds_a_mail_only_for_a_while(post):
    now = timezone.now()
    mail = MailFactory(claimed_at=now, attempts=1)

    assert outbox.send_due() == 0
    with time_machine.travel(now + CLAIM_HOLDS + dt.timedelta(seconds=1), tick=True):
        assert outbox.send_due() == 1
    mail.refresh_from_db()
    assert (mail.state, len(post.taken)) == (MailState.SENT, 1)


def test_a_second_worker_does_not_send_what_the_first_has_in_hand(post):
    MailFactory(claimed_at=timezone.now() - dt.timedelta(seconds=30))

    assert (outbox.send_due(), post.taken) == (0, [])


def test_an_address_no_mail_can_have_fails_without_stopping_the_others(post):
    MailFactory(to="ada spasi@@x\nBcc: y@z")
    MailFactory()

    assert outbox.send_due() == 1
    assert sorted(Mail.objects.values_list("state", flat=True)) == ["failed", "sent"]


@pytest.mark.parametrize(
    ("zone", "morning"), [("Asia/Jakarta", 0), ("Asia/Makassar", 23), ("Asia/Jayapura", 22)]
)
def test_a_quiet_mail_waits_for_the_next_working_morning_of_its_office(post, zone, morning):
    """Friday's mail that could not go waits over the weekend: 07.00 in WIB, WITA and WIT."""
    office = OfficeFactory(code="7317", timezone=zone)
    mail = MailFactory(
        office=office, is_quiet=True, next_try_at=dt.datetime(2026, 11, 27, tzinfo=dt.UTC)
    )

    with time_machine.travel(dt.datetime(2026, 11, 28, 3, tzinfo=dt.UTC), tick=False):  # Saturday
        assert outbox.send_due() == 0
    mail.refresh_from_db()
    assert mail.next_try_at.astimezone(ZoneInfo(zone)) == dt.datetime(
        2026, 11, 30, 7, tzinfo=ZoneInfo(zone)
    )
    assert (mail.attempts, mail.next_try_at.hour) == (0, morning)
    with time_machine.travel(dt.datetime(2026, 11, 30, 1, tzinfo=dt.UTC), tick=True):
        assert outbox.send_due() == 1


def test_without_a_server_named_nothing_is_tried(settings):
    settings.MAIL_ON = False
    MailFactory()

    assert outbox.send_due() == 0
    assert Mail.objects.get().attempts == 0


def test_an_undelivered_mail_goes_to_the_address_as_it_is_now(post):
    mail = MailFactory(state=MailState.FAILED, attempts=12)
    administrator = person(mail.office, Role.ADMINISTRATOR)
    mail.user.email = "benar@contoh.go.id"
    mail.user.save()

    outbox.send_again(mail=mail, actor=administrator)

    assert outbox.send_due() == 1
    assert post.taken[0].rcpt_tos == ["benar@contoh.go.id"]
    with pytest.raises(DomainError) as refusal:
        outbox.send_again(mail=mail, actor=administrator)
    assert refusal.value.code == "not_failed"


def test_nobody_can_be_written_to_without_an_address():
    mail = MailFactory(state=MailState.FAILED)
    mail.user.email = ""
    mail.user.save()

    with pytest.raises(DomainError) as refusal:
        outbox.send_again(mail=mail, actor=mail.user)
    assert refusal.value.code == "no_address"


def test_what_was_sent_long_ago_is_forgotten_and_what_waits_never():
    old = timezone.now() - dt.timedelta(days=100)
    MailFactory(state=MailState.SENT, sent_at=old)
    kept = MailFactory(made_at=old)

    outbox.sweep(timezone.now())

    assert list(Mail.objects.all()) == [kept]
