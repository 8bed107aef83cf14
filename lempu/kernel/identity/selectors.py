"""Reads over what people hold to prove who they are, and where they are signed in."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode

from lempu.kernel.accounts.models import User
from lempu.kernel.accounts.selectors import SECOND_STEPS, has_second_step
from lempu.kernel.identity.models import Invitation, Rules
from lempu.kernel.offices.rules import memberships_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from lempu.kernel.offices.models import Office

#: Name in the User-Agent line -> name people know; the first that is found counts.
BROWSERS: Final = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("UCBrowser", "UC Browser"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS: Final = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("CrOS", "ChromeOS"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Device:
    """One sign-in of a person that still holds."""

    pk: int
    name: str
    ip: str
    since: dt.datetime
    seen: dt.datetime
    is_here: bool


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a person can show beside the password."""

    app: Authenticator | None
    passkeys: list[Authenticator]
    codes_left: int

    @property
    def has_second_step(self) -> bool:
        return self.app is not None or bool(self.passkeys)


def rules_of(office: "Office") -> Rules:
    """The office's choices; the defaults, not kept, where it has made none."""
    return Rules.objects.filter(office=office).first() or Rules(office=office)


def authenticators_of(user: "User | Any") -> "QuerySet[Authenticator]":
    rows: QuerySet[Authenticator] = Authenticator.objects.filter(user=user).order_by("pk")
    return rows


def holdings_of(user: User) -> Holdings:
    rows = list(authenticators_of(user))
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return Holdings(
        app=next((row for row in rows if row.type == Authenticator.Type.TOTP), None),
        passkeys=[row for row in rows if row.type == Authenticator.Type.WEBAUTHN],
        codes_left=len(codes.wrap().get_unused_codes()) if codes else 0,
    )


def demanding_offices(user: User) -> list["Office"]:
    """The offices that demand a second step of this person for a role in force there."""
    mine = memberships_of(user)
    demanded = {
        row.office_id: row.second_step_roles
        for row in Rules.objects.filter(office__in={m.office_id for m in mine})
    }
    found = {m.office_id: m.office for m in mine if m.role in demanded.get(m.office_id, [])}
    return list(found.values())


def must_add_second_step(user: User) -> bool:
    """Whether the person may do nothing else before they added a second step."""
    return bool(demanding_offices(user)) and not has_second_step(user)


def is_last_second_step(user: User, key: Authenticator) -> bool:
    others = authenticators_of(user).filter(type__in=SECOND_STEPS).exclude(pk=key.pk)
    return not others.exists()


def device_name(agent: str) -> str:
    """What a person calls the device: "Chrome, Android"; empty when nothing is known."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    if not browser and not system:
        return re.sub(r"[^\w ./-].*", "", agent)[:40].strip()
    return ", ".join(word for word in (browser, system) if word)


def devices_of(user: User, here: str | None) -> list[Device]:
    """Sign-ins that still hold, the last used first; ``here`` is the key of this session."""
    rows = list(UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk"))
    keys = [row.session_key for row in rows]
    alive = {
        session.session_key
        for session in Session.objects.filter(session_key__in=keys)
        if _belongs_to(session, user)
    }
    return [
        Device(
            pk=row.pk,
            name=device_name(row.user_agent),
            ip=row.ip,
            since=row.created_at,
            seen=row.last_seen_at,
            is_here=row.session_key == here,
        )
        for row in rows
        if row.session_key in alive
    ]


def _belongs_to(session: Session, user: User) -> bool:
    """Whether it is the person's and was not ended by a change of the password."""
    kept = session.get_decoded()
    right = kept.get("_auth_user_hash") == user.get_session_auth_hash()
    return right and kept.get("_auth_user_id") == str(user.pk)


def people_called(name: str) -> list[User]:
    """Active people with that user name or e-mail address who can be written to."""
    rows = User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name), is_active=True)
    return list(rows.exclude(email="")[:5])


def person_of_link(uid: str, token: str) -> User | None:
    """Whose mail the link came in, if it still holds."""
    try:
        pk = int(force_str(urlsafe_base64_decode(uid)))
    except (ValueError, OverflowError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None or not default_token_generator.check_token(user, token):
        return None
    return user


def secret_hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def typed_code(text: str) -> str:
    """A code from paper as it is kept, however its groups were typed."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def invitation_of(secret: str) -> Invitation | None:
    """The open invitation that the secret belongs to."""
    rows = Invitation.objects.open().select_related("user", "membership__office")
    return rows.filter(secret_hash=secret_hash(secret)).first()


def open_invitation_for(user: User) -> Invitation | None:
    return Invitation.objects.open().filter(user=user).first()
