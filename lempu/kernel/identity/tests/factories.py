"""What people hold and where they are signed in, as the services would have made it."""

from importlib import import_module

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.conf import settings

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def add_key(user, secret=SECRET) -> Authenticator:
    """An app with codes, and recovery codes."""
    RecoveryCodes.activate(user)
    return totp.TOTP.activate(user, secret).instance


def code_now(secret=SECRET, later=0) -> str:
    """What the app shows; ``later`` steps of half a minute from now."""
    counters = list(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counters[len(counters) // 2] + later))


def recovery_codes(user) -> list[str]:
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return RecoveryCodes(row).get_unused_codes()


def add_device(user, agent="Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile") -> UserSession:
    """A sign-in elsewhere that still holds."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session.create()
    return UserSession.objects.create(
        user=user, session_key=session.session_key, ip="10.20.30.40", user_agent=agent
    )
