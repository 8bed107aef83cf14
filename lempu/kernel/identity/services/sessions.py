"""Where a person is signed in: noted while they work, ended when they say so."""

import time
from typing import Final

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.identity.enums import Act
from lempu.kernel.identity.selectors import must_add_second_step
from lempu.kernel.identity.services import keys
from lempu.shared.errors import DomainError

#: In a session: when it was looked at, and whether its person lacks what their office demands.
SEEN, DEMANDED = "seen_at", "second_step_demanded"
#: Seconds between two looks; in between a request asks the database nothing for this.
INTERVAL: Final = 300


def look_at(*, session: SessionBase, user: User, ip: str, agent: str) -> None:
    """Note that the device is in use, and whether a second step is demanded and missing.

    No act of an office, so no entry in its ledger.
    """
    if not session.session_key:
        session.create()
    if ip:
        seen = {"user": user, "ip": ip, "user_agent": agent[:200], "last_seen_at": timezone.now()}
        UserSession.objects.update_or_create(session_key=session.session_key, defaults=seen)
    session[DEMANDED] = must_add_second_step(user)
    session[SEEN] = int(time.time())


def was_looked_at(session: SessionBase) -> bool:
    return bool(time.time() - session.get(SEEN, 0) < INTERVAL)


def look_again(session: SessionBase) -> None:
    """Something changed: the next request looks anew."""
    session.pop(SEEN, None)


@transaction.atomic
def end_session(*, actor: User, session: UserSession, here: str | None) -> None:
    """Sign one device out. Refuses the one the person sits at (``this_one``)."""
    if session.session_key == here:
        raise DomainError(_("This is the device you use now. Sign out instead."), code="this_one")
    session.end()
    keys.note(user=actor, act=Act.SIGNED_OUT, actor=actor, devices=1)


@transaction.atomic
def end_others(*, actor: User, here: str | None) -> int:
    """Sign out everywhere else; how many sign-ins ended."""
    others = list(UserSession.objects.filter(user=actor).exclude(session_key=here))
    for session in others:
        session.end()
    if others:
        keys.note(user=actor, act=Act.SIGNED_OUT, actor=actor, devices=len(others))
    return len(others)
