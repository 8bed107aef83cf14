"""Letting a new person in: by mail or by a code on paper; they choose what they sign in with."""

import datetime as dt
import hashlib
import secrets
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.identity.enums import Act
from lempu.kernel.identity.models import Invitation
from lempu.kernel.identity.selectors import (
    invitation_of,
    rules_of,
    secret_hash,
    typed_code,
)
from lempu.kernel.identity.services import guessing, keys, mails
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.models import Membership
from lempu.kernel.offices.services.people import require_wholly_managed
from lempu.shared.errors import DomainError

#: No look-alike letters; twelve of them are about 59 bits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@transaction.atomic
def invite(*, membership: Membership, actor: User | None, by_mail: bool) -> tuple[Invitation, str]:
    """Make an invitation and return it with its secret, which nobody can see again.

    An earlier invitation and a one-time password become void. Refuses a person who came in before
    (``already_in``), a role that has ended (``ended_already``), a person who works in offices that
    ``actor`` does not manage (``belongs_elsewhere``), and a mail where none is sent (``no_mail``) or
    without an address (``no_address``).
    """
    user = User.objects.select_for_update().get(pk=membership.user_id)
    require_wholly_managed(user, actor)
    _require_invitable(membership, user, by_mail=by_mail)
    now = timezone.now()
    user.set_unusable_password()
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    Invitation.objects.filter(user=user, used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    secret = secrets.token_urlsafe(32) if by_mail else _code()
    invitation = Invitation.objects.create(
        membership=membership,
        user=user,
        secret_hash=secret_hash(secret),
        is_mailed=by_mail,
        made_by=actor,
        made_at=now,
        expires_at=now + dt.timedelta(days=rules_of(membership.office).invitation_days),
    )
    ledger.record(
        office=membership.office,
        act=Act.INVITED,
        subject=user,
        actor=actor,
        by_mail=by_mail,
        expires_on=timezone.localdate(invitation.expires_at),
    )
    if by_mail:
        _write(invitation, user, secret)
    return invitation, secret


@transaction.atomic
def withdraw(*, membership: Membership, actor: User) -> None:
    """Void the open invitation of a person. Refuses when there is none (``no_invitation``)."""
    rows = Invitation.objects.select_for_update(of=("self",)).open()
    invitation = rows.filter(user=membership.user_id).first()
    if invitation is None:
        raise DomainError(_("There is no open invitation."), code="no_invitation")
    require_wholly_managed(membership.user, actor)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    ledger.record(
        office=membership.office,
        act=Act.INVITATION_WITHDRAWN,
        subject=membership.user,
        actor=actor,
    )


def check_paper(*, name: str, code: str, address: str) -> str:
    """The secret of the invitation whose name and code were typed.

    Counted by the name, whether anybody has it or not, and by where it comes from: ``wrong_code`` five
    times for a name and twenty times for an address in a quarter of an hour, then ``too_many_tries``.
    """
    name = User.normalize_username(name.strip()).lower()
    key = f"invited:{hashlib.sha256(name.encode()).hexdigest()[:40]}"
    guessing.take_try(f"invited-from:{address}", limit=20)
    guessing.take_try(key)
    secret = typed_code(code)
    invitation = invitation_of(secret)
    if invitation is None or invitation.is_mailed or invitation.user.username != name:
        raise DomainError(
            _("User name and code do not match an open invitation. Look at the paper again."),
            code="wrong_code",
            field="code",
        )
    guessing.forget_tries(key)
    return secret


@transaction.atomic
def accept(*, secret: str, password: str) -> User:
    """The invited person sets their password; the invitation is used up.

    Refuses an invitation that is not open any more (``invitation_void``).
    """
    user = use_up(secret)
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def use_up(secret: str) -> User:
    """Mark the invitation as used and note it; call it in the transaction of what the person sets."""
    found = invitation_of(secret)
    rows = Invitation.objects.select_for_update(of=("self",)).open()
    invitation = rows.filter(pk=found.pk).first() if found else None
    if invitation is None:
        raise DomainError(
            _("This invitation is not open any more. Ask your administrator for a new one."),
            code="invitation_void",
        )
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    user = User.objects.select_for_update().get(pk=invitation.user_id)
    keys.note(user=user, act=Act.INVITATION_ACCEPTED, actor=user)
    return user


def _require_invitable(membership: Membership, user: User, *, by_mail: bool) -> None:
    if membership.has_ended:
        raise DomainError(_("This role has ended already."), code="ended_already")
    if user.last_login is not None:
        raise DomainError(
            _("This person has signed in before. Give them a new password instead."),
            code="already_in",
        )
    if by_mail and not settings.MAIL_ON:
        raise DomainError(_("This installation does not send mail yet."), code="no_mail")
    if by_mail and not user.email:
        raise DomainError(
            _("This person has no e-mail address. Add it, or print the invitation."),
            code="no_address",
        )


def _code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(12))


def address_of(secret: str) -> str:
    """The whole address that opens the invitation."""
    return urljoin(settings.PUBLIC_URL, reverse("identity:invited_open", args=[secret]))


def _write(invitation: Invitation, user: User, secret: str) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        text = _(
            "Dear %(name)s,\n\n%(office)s invites you to Lempu, where its action plan and the evidence "
            "for it are kept. Open this address by %(until)s and choose how you will sign in; "
            "it works once.\n\n"
            "%(link)s\n\nYour user name: %(username)s\n"
        ) % {
            "name": user.name,
            "office": invitation.membership.office.name,
            "until": timezone.localtime(invitation.expires_at).strftime("%d-%m-%Y %H.%M"),
            "link": address_of(secret),
            "username": user.username,
        }
        subject = _("You are invited to Lempu")
        mails.write(user=user, subject=subject, text=text, kind=f"invitation-{invitation.pk}")
