"""Tokens are made and revoked here; using one writes nothing but when it was last used."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.api import selectors
from lempu.kernel.api.enums import Act, Scope
from lempu.kernel.api.models import Token
from lempu.kernel.ledger import services as ledger
from lempu.kernel.offices.models import Office
from lempu.shared.errors import DomainError

#: Secrets begin with this, so that one that leaked is recognised for what it is.
PREFIX = "lempu_"
TOKENS_EACH = 20
USED_EVERY = dt.timedelta(minutes=10)


@transaction.atomic
def make_token(
    *, actor: User, office: Office, name: str, scopes: list[str], days: int
) -> tuple[Token, str]:
    """Make a token and its secret, which is returned this once and kept nowhere.

    Refuses a token that may read nothing (``no_scope``) and more than ``TOKENS_EACH`` tokens in force
    for one person (``too_many``).
    """
    chosen = [scope.value for scope in Scope if scope in scopes]
    if not chosen:
        raise DomainError(
            _("Choose at least one thing the token may read."), code="no_scope", field="scopes"
        )
    if Token.objects.in_force().filter(user=actor).count() >= TOKENS_EACH:
        raise DomainError(
            _("You have %(count)s tokens already. Revoke one that is no longer needed first.")
            % {"count": TOKENS_EACH},
            code="too_many",
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        user=actor,
        office=office,
        name=name,
        scopes=chosen,
        digest=selectors.digest_of(secret),
        expires_at=timezone.now() + dt.timedelta(days=days),
    )
    ledger.record(
        office=office, act=Act.TOKEN_MADE, subject=token, actor=actor, scopes=chosen, days=days
    )
    return token, secret


@transaction.atomic
def revoke_token(*, token: Token, actor: User) -> Token:
    """End a token at once. Revoking again changes nothing."""
    token = Token.objects.select_for_update(of=("self",)).select_related("office").get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        ledger.record(office=token.office, act=Act.TOKEN_REVOKED, subject=token, actor=actor)
    return token


@transaction.atomic
def revoke_tokens_of(user: User, *, office: Office, actor: User) -> int:
    """End the tokens a person has for an office, since they left it; how many there were."""
    rows = list(Token.objects.in_force().filter(user=user, office=office).order_by("pk"))
    for token in rows:
        revoke_token(token=token, actor=actor)
    return len(rows)


def note_use(*, token: Token) -> None:
    """Remember that a token was used, at most once in ten minutes."""
    now = timezone.now()
    if token.used_at is None or token.used_at < now - USED_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=now)
