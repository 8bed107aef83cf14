"""Somebody belongs to no office any more."""

from allauth.usersessions.models import UserSession
from django.utils import timezone

from lempu.kernel.accounts.models import User
from lempu.kernel.identity.models import Invitation


def forget(user: User) -> None:
    """Their devices are signed out and their open invitations let nobody in. The leaving itself is the
    act that the ledger notes."""
    for session in UserSession.objects.filter(user=user):
        session.end()
    open_ones = Invitation.objects.open().filter(user=user)
    open_ones.update(withdrawn_at=timezone.now())
