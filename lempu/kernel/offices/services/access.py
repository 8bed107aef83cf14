"""The account of somebody who belongs to no office any more."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from lempu.kernel.accounts.models import User
from lempu.kernel.offices.models import Departure


def close_account(user: User) -> None:
    """Nobody signs in with it any more, and whoever is signed in with it is signed out."""
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    end_sessions(user)


def end_sessions(user: User) -> int:
    """Forget every session of a person; how many there were.

    A session names its person only inside; there are a few for each person at work.
    """
    mine = [
        session.pk
        for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    Session.objects.filter(pk__in=mine).delete()
    return len(mine)


def reopen_account(user: User) -> bool:
    """Open an account again that was closed because its person left; False for any other."""
    left = Departure.objects.filter(user=user, has_closed_account=True)
    if user.is_active or not left.exists():
        return False
    left.update(has_closed_account=False)
    User.objects.filter(pk=user.pk).update(is_active=True)
    user.is_active = True
    return True
