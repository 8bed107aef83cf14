"""Who may come in by the provider of the installation: only people an office knows already."""

from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.identity.enums import Act
from lempu.kernel.identity.services import keys
from lempu.shared.errors import DomainError


@transaction.atomic
def person_of(*, claims: dict[str, Any]) -> User:
    """The person the provider speaks of; the first time it is noted which of its people that is.

    Later only the provider's own key of the person counts, so that a name given to somebody else opens
    nothing. Refuses whoever no office knows, and whose account is closed (``unknown_person``).
    """
    issuer, subject = str(claims["iss"])[:200], str(claims["sub"])[:191]
    kept = SocialAccount.objects.select_related("user").filter(provider=issuer, uid=subject).first()
    if kept is not None:
        if not kept.user.is_active:
            raise _unknown()
        known: User = kept.user
        return known
    user = _named(claims)
    if user is None or SocialAccount.objects.filter(provider=issuer, user=user).exists():
        raise _unknown()
    SocialAccount.objects.create(provider=issuer, uid=subject, user=user)
    keys.note(user=user, act=Act.KEY_ADDED, actor=user, kind="oidc")
    return user


def _named(claims: dict[str, Any]) -> User | None:
    """The one active person with a role whose user name (or proved e-mail) the chosen claim holds."""
    chosen: Any = settings.OIDC
    claim = chosen.claim
    value = str(claims.get(claim) or "").strip()
    people = User.objects.select_for_update().filter(is_active=True)
    if not value:
        return None
    if claim == "email":
        if claims.get("email_verified") is not True:
            return None
        found = list(people.filter(email__iexact=value)[:2])
    else:
        found = list(people.filter(username__iexact=value))
    if len(found) != 1 or not found[0].memberships.in_force().exists():
        return None
    return found[0]


def _unknown() -> DomainError:
    return DomainError(
        _("No office has invited this account to Lempu. Ask the administrator of your office."),
        code="unknown_person",
    )
