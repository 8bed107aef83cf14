"""Mail waits in a row until the server has taken it: nothing is lost, and it is sent once.

A worker claims a mail before it sends it. If the worker dies, the claim runs out and another sends
the mail again under the same Message-ID, so that the receiver can tell it is the same.
"""

import datetime as dt
import hashlib
import smtplib
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.files.models import StoredFile
from lempu.kernel.ledger import services as ledger
from lempu.kernel.notices.enums import Act, Kind, MailState
from lempu.kernel.notices.models import Mail, Round
from lempu.kernel.notices.selectors.days import OfficeDays
from lempu.kernel.notices.selectors.people import Team
from lempu.kernel.notices.services.telling import tell
from lempu.kernel.offices.models import Office
from lempu.shared.errors import DomainError
from lempu.shared.logs import without_words
from lempu.shared.periods import today

log = structlog.get_logger("lempu.mail")

#: After so many tries (about a day and a half) a mail is given up and the administrator is told.
TRIES = 12
LONGEST_WAIT = dt.timedelta(hours=4)
BATCH = 200
MORNING = dt.time(7)


def post(
    *,
    key: str,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    user: User | None = None,
    office: Office | None = None,
    is_quiet: bool = False,
    headers: dict[str, str] | None = None,
    calendar: str = "",
    file: StoredFile | None = None,
    file_name: str = "",
) -> Mail:
    """Put a mail into the outbox; a second one under the same key changes nothing.

    ``calendar`` is an event that goes with it (iCalendar), ``file`` what is attached under ``file_name``.
    Line breaks in a subject become spaces. Call it in the transaction of what the mail speaks of.
    """
    mail, _is_new = Mail.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "subject": " ".join(subject.split())[:200],
            "text": text,
            "html": html,
            "user": user,
            "office": office,
            "is_quiet": is_quiet,
            "headers": headers or {},
            "calendar": calendar,
            "file": file,
            "file_name": file_name,
        },
    )
    return mail


def send_due() -> int:
    """Send what waits; how many the server took. Nothing happens while no server is named.

    A server that cannot be reached costs no mail a try: all of it stays as it was.
    """
    if not settings.MAIL_ON:
        return 0
    now = timezone.now()
    rows = Mail.objects.due(now).select_related("office", "file").order_by("next_try_at", "pk")
    waiting = [mail for mail in rows[:BATCH] if not _rests(mail, now)]
    if not waiting:
        return 0
    server = get_connection()
    try:
        return sum(_send(mail, server) for mail in waiting)
    except Unreachable as reason:
        log.warning(
            "mail server unreachable", error=without_words(str(reason)), waiting=len(waiting)
        )
        return 0
    finally:
        _hang_up(server)


class Unreachable(Exception):
    """The mail server does not answer or does not let us in."""


def _rests(mail: Mail, now: dt.datetime) -> bool:
    """Put a quiet mail off to the next working morning of its office, if today is a day off there."""
    if not mail.is_quiet or mail.office is None:
        return False
    days = OfficeDays(mail.office)
    today = days.local(now).date()
    if days.works_on(today):
        return False
    morning = dt.datetime.combine(days.first_from(today), MORNING, tzinfo=days.zone)
    Mail.objects.filter(pk=mail.pk, state=MailState.WAITING).update(next_try_at=morning)
    return True


def _send(mail: Mail, server: Any) -> bool:
    _open(server)
    now = timezone.now()
    if (
        not Mail.objects.due(now)
        .filter(pk=mail.pk)
        .update(claimed_at=now, attempts=F("attempts") + 1)
    ):
        return False
    try:
        _message(mail, server).send()
    except smtplib.SMTPRecipientsRefused as refusal:
        code, words = next(iter(refusal.recipients.values()))
        _not_sent(mail, now, _said(code, words), for_good=code >= 500)
    except smtplib.SMTPResponseException as refusal:
        for_good = refusal.smtp_code >= 500
        _not_sent(mail, now, _said(refusal.smtp_code, refusal.smtp_error), for_good=for_good)
    except (smtplib.SMTPException, OSError) as error:
        _hang_up(server)
        _not_sent(mail, now, type(error).__name__, for_good=False)
    except ValueError as error:  # an address or a header that no mail can have
        _not_sent(mail, now, type(error).__name__, for_good=True)
    else:
        Mail.objects.filter(pk=mail.pk).update(
            state=MailState.SENT,
            sent_at=timezone.now(),
            claimed_at=None,
            error="",
            text="",
            html="",
            calendar="",
        )
        return True
    return False


def _open(server: Any) -> None:
    """Open the connection unless it is open."""
    try:
        server.open()
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable(type(error).__name__) from error


def _hang_up(server: Any) -> None:
    try:
        server.close()
    except (smtplib.SMTPException, OSError):
        server.connection = None


def _message(mail: Mail, server: Any) -> EmailMultiAlternatives:
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    digest = hashlib.sha256(f"{mail.pk} {mail.key}".encode()).hexdigest()[:32]
    headers = {"Message-ID": f"<{digest}@{host}>", "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(
        mail.subject, mail.text, to=[mail.to], headers=headers | mail.headers, connection=server
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        message.attach("undangan.ics", mail.calendar, "text/calendar")
    if mail.file is not None:
        with mail.file.open() as content:
            message.attach(mail.file_name, content.read(), mail.file.media_type)
    return message


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"[:200]


def _not_sent(mail: Mail, now: dt.datetime, error: str, *, for_good: bool) -> None:
    """Try again later, each time after twice as long; or give up and tell the administrators."""
    tries = mail.attempts + 1
    given_up = for_good or tries >= TRIES
    wait = min(dt.timedelta(minutes=2**tries), LONGEST_WAIT)
    Mail.objects.filter(pk=mail.pk).update(
        state=MailState.FAILED if given_up else MailState.WAITING,
        next_try_at=now + wait,
        claimed_at=None,
        error=error[:200],
    )
    log.warning("mail not sent", mail=mail.pk, tries=tries, given_up=given_up)
    if given_up and mail.office is not None:
        name = mail.user.name if mail.user else ""
        for administrator in Team(mail.office, today(mail.office.timezone)).administrators():
            tell(
                user=administrator,
                office=mail.office,
                kind=Kind.MAIL_FAILED,
                key=f"mail:{mail.pk}:{now:%Y%m%d%H%M}",
                name=name,
            )


@transaction.atomic
def send_again(*, mail: Mail, actor: User) -> Mail:
    """Let an undelivered mail wait anew, to the person's address as it is now.

    Refuses a mail that did not fail (``not_failed``) and a person without an address (``no_address``).
    """
    row = (
        Mail.objects.select_for_update(of=("self",))
        .select_related("office", "user")
        .get(pk=mail.pk)
    )
    if row.state != MailState.FAILED or row.office is None:
        raise DomainError(_("This mail is on its way already."), code="not_failed")
    row.to = row.user.email if row.user else row.to
    if not row.to:
        raise DomainError(_("This person has no e-mail address."), code="no_address")
    row.state, row.attempts, row.next_try_at = MailState.WAITING, 0, timezone.now()
    row.save(update_fields=["to", "state", "attempts", "next_try_at"])
    ledger.record(office=row.office, act=Act.MAIL_AGAIN, subject=row, actor=actor)
    return row


def hold_back(*, user: User, office: Office) -> int:
    """Never send what waits for somebody who left the office it speaks of; its words are wiped."""
    rows = Mail.objects.filter(user=user, office=office, state=MailState.WAITING)
    return rows.update(state=MailState.DROPPED, text="", html="", claimed_at=None)


def sweep(now: dt.datetime) -> int:
    """Forget mail that was sent three months ago, and rounds as old."""
    old = now - dt.timedelta(days=92)
    sent, _kinds = Mail.objects.filter(state=MailState.SENT, sent_at__lt=old).delete()
    Round.objects.filter(day__lt=old.date()).delete()
    return sent
