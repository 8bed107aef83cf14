"""Second steps of a person: an app with codes, recovery codes; adding, showing, removing them."""

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.accounts.selectors import has_second_step
from lempu.kernel.identity.enums import Act
from lempu.kernel.identity.selectors import (
    authenticators_of,
    demanding_offices,
    is_last_second_step,
)
from lempu.kernel.identity.services import guessing, mails
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.models import Membership, Office
from lempu.kernel.offices.services.people import require_wholly_managed
from lempu.shared.errors import DomainError

Kind = Authenticator.Type


def note(*, user: User, act: Act, actor: User | None, **payload: Any) -> None:
    """One entry in the ledger of every office the person works in."""
    offices = Office.objects.filter(memberships__in=user.memberships.in_force()).distinct()
    for office in offices.order_by("pk"):
        ledger.record(office=office, act=act, subject=user, actor=actor, **payload)


@transaction.atomic
def add_app(*, actor: User, secret: str, code: str) -> list[str]:
    """Let an app on the person's phone make codes; new recovery codes if they had none.

    The code proves that the app has the secret. Refuses a wrong one (``wrong_code``) and a second
    app (``app_already``).
    """
    User.objects.select_for_update().get(pk=actor.pk)
    if authenticators_of(actor).filter(type=Kind.TOTP).exists():
        raise DomainError(_("You have an app already. Remove it first."), code="app_already")
    if _counter_of(secret, code) is None:
        raise DomainError(
            _("That code does not match. Is the time of your phone right?"),
            code="wrong_code",
            field="code",
        )
    totp.TOTP.activate(actor, secret)
    return key_added(user=actor, kind=Kind.TOTP)


def key_added(*, user: User, kind: str) -> list[str]:
    """What goes with every new second step; the recovery codes if the person had none."""
    note(user=user, act=Act.KEY_ADDED, actor=user, kind=kind)
    mails.tell(user=user, news=mails.News.KEY_ADDED)
    if authenticators_of(user).filter(type=Kind.RECOVERY_CODES).exists():
        return []
    return list(RecoveryCodes.activate(user).get_unused_codes())


@transaction.atomic
def renew_codes(*, actor: User) -> list[str]:
    """New recovery codes; the old ones are void. Refuses without a second step (``no_second_step``)."""
    User.objects.select_for_update().get(pk=actor.pk)
    if not has_second_step(actor):
        raise DomainError(_("Add a second step first."), code="no_second_step")
    authenticators_of(actor).filter(type=Kind.RECOVERY_CODES).delete()
    codes = RecoveryCodes.activate(actor).get_unused_codes()
    note(user=actor, act=Act.CODES_MADE, actor=actor)
    mails.tell(user=actor, news=mails.News.CODES_MADE)
    return list(codes)


@transaction.atomic
def remove_key(*, actor: User, key: Authenticator) -> None:
    """Take a second step away; with the last one the recovery codes go too.

    Refuses the last one where an office demands one (``demanded``), and a passkey that is all the
    person has to come in with (``only_way_in``).
    """
    User.objects.select_for_update().get(pk=actor.pk)
    key = authenticators_of(actor).select_for_update().get(pk=key.pk)
    if is_last_second_step(actor, key):
        if demanding_offices(actor):
            raise DomainError(
                _("Your office demands a second step. Add another one before you remove this one."),
                code="demanded",
            )
        if not actor.has_usable_password():
            raise DomainError(
                _("Without it you could not sign in any more. Set a password first."),
                code="only_way_in",
            )
        authenticators_of(actor).filter(type=Kind.RECOVERY_CODES).delete()
    kind = key.type
    key.delete()
    note(user=actor, act=Act.KEY_REMOVED, actor=actor, kind=kind)
    mails.tell(user=actor, news=mails.News.KEY_REMOVED)


@transaction.atomic
def take_keys(*, membership: Membership, actor: User) -> User:
    """Remove all second steps of a person who lost them, and sign them out everywhere.

    Refuses whoever does not manage all offices of the person (``belongs_elsewhere``), oneself
    (``own_keys``), and a person without a second step (``no_second_step``).
    """
    user = User.objects.select_for_update().get(pk=membership.user_id)
    require_wholly_managed(user, actor)
    if user.pk == actor.pk:
        raise DomainError(_("Remove your own second step in your account."), code="own_keys")
    if not has_second_step(user):
        raise DomainError(_("This person has no second step."), code="no_second_step")
    authenticators_of(user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    ledger.record(office=membership.office, act=Act.KEYS_TAKEN, subject=user, actor=actor)
    mails.tell(user=user, news=mails.News.KEYS_TAKEN)
    return user


def check_code(*, user: User, code: str) -> str:
    """Judge the code of a second step; which kind it was.

    Five tries in a quarter of an hour, then ``too_many_tries``; a wrong code is ``wrong_code``.
    """
    left = guessing.take_try(f"second:{user.pk}")
    kind = _right_code(user, code.replace(" ", "").replace("-", ""))
    if kind is None:
        if left == 0:
            mails.tell(user=user, news=mails.News.GUESSED)
        raise DomainError(
            _("That code does not match. Take the newest code of the app."),
            code="wrong_code",
            field="code",
        )
    guessing.forget_tries(f"second:{user.pk}")
    if kind == Kind.RECOVERY_CODES:
        mails.tell(user=user, news=mails.News.CODE_USED)
    return kind


@transaction.atomic
def _right_code(user: User, code: str) -> str | None:
    rows = {row.type: row for row in authenticators_of(user).select_for_update()}
    app, codes = rows.get(Kind.TOTP), rows.get(Kind.RECOVERY_CODES)
    if app is not None and _uses(app, code):
        return str(Kind.TOTP)
    if codes is not None and RecoveryCodes(codes).validate_code(code):
        codes.record_usage()
        return str(Kind.RECOVERY_CODES)
    return None


def _uses(app: Authenticator, code: str) -> bool:
    """A code counts once, in all processes: the moment of the last one is kept with the app."""
    counter = _counter_of(decrypt(app.data["secret"]), code)
    if counter is None or counter <= app.data.get("counter", 0):
        return False
    app.data["counter"], app.last_used_at = counter, timezone.now()
    app.save(update_fields=["data", "last_used_at"])
    return True


def _counter_of(secret: str, code: str) -> int | None:
    """Which moment the code belongs to, among those near enough."""
    for counter in totp.yield_hotp_counters_from_time():
        expected = str(totp.hotp_value(secret, counter)).zfill(app_settings.TOTP_DIGITS)
        if constant_time_compare(expected, code.replace(" ", "")):
            return int(counter)
    return None
