"""Passkeys: a key that stays in the person's device and opens without a password.

Each proves two things at once, the device and its owner (fingerprint, face or PIN), so it is asked for
as one that names its person by itself. The challenge waits in the session of the request.
"""

import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.identity.selectors import authenticators_of
from lempu.kernel.identity.services import invitations, keys
from lempu.shared.errors import DomainError

#: More than anybody has devices; the list stays readable.
MOST = 10


def creation_options(user: User) -> dict[str, Any]:
    """What the device is asked for a new passkey; its challenge is kept in the session."""
    return _plain(_webauthn().begin_registration(user, passwordless=True))


def request_options() -> dict[str, Any]:
    """What the device is asked to show a passkey it has for this place."""
    return _plain(_webauthn().begin_authentication(None))


@transaction.atomic
def add_passkey(*, actor: User, name: str, credential: str) -> list[str]:
    """Keep a new passkey; new recovery codes if the person had none.

    Refuses an answer that does not fit the challenge (``passkey_refused``) and more than ten
    (``too_many_passkeys``).
    """
    User.objects.select_for_update().get(pk=actor.pk)
    if authenticators_of(actor).filter(type=Authenticator.Type.WEBAUTHN).count() >= MOST:
        raise DomainError(_("You have ten passkeys. Remove one first."), code="too_many_passkeys")
    with _judged():
        answer = json.loads(credential)
        _webauthn().parse_registration_response(answer)
        _webauthn().complete_registration(answer)
        _webauthn().WebAuthn.add(actor, name, answer)
    return keys.key_added(user=actor, kind=Authenticator.Type.WEBAUTHN)


@transaction.atomic
def accept_with_passkey(*, secret: str, name: str, credential: str) -> tuple[User, list[str]]:
    """An invited person comes in with a passkey and no password. Refuses as the two acts it is made of."""
    user = invitations.use_up(secret)
    return user, add_passkey(actor=user, name=name, credential=credential)


@transaction.atomic
def person_of(*, credential: str) -> User:
    """Who showed the passkey. Refuses what no active person has (``passkey_refused``)."""
    with _judged():
        answer = json.loads(credential)
        _webauthn().parse_authentication_response(answer)
        user: User = _webauthn().extract_user_from_response(answer)
        found = _webauthn().complete_authentication(user, answer)
    if not user.is_active:
        raise _refusal()
    found.record_usage()
    return user


def _webauthn() -> ModuleType:
    from allauth.mfa.webauthn.internal import auth  # noqa: PLC0415 -- slow import

    module: ModuleType = auth
    return module


def _plain(options: dict[str, Any]) -> dict[str, Any]:
    """Without the library's own kinds of mapping, ready to be sent."""
    plain: dict[str, Any] = json.loads(json.dumps(options, default=dict))
    return plain


@contextmanager
def _judged() -> Iterator[None]:
    """Whatever an answer breaks, it is refused; what it broke is nobody's business."""
    try:
        yield
    except (
        ValidationError, ValueError, KeyError, TypeError, AttributeError, IndexError, struct.error,
    ) as error:  # fmt: skip
        raise _refusal() from error


def _refusal() -> DomainError:
    return DomainError(
        _("This passkey was not accepted. Try again, or sign in another way."),
        code="passkey_refused",
    )
