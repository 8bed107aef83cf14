"""Tokens for tests. ``secret_of(user, office)`` makes one and gives the secret to send."""

import datetime as dt
import hashlib

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from lempu.kernel.api import services
from lempu.kernel.api.enums import Scope
from lempu.kernel.api.models import Token
from lempu.kernel.offices.tests.factories import OfficeFactory, UserFactory


class TokenFactory(DjangoModelFactory):
    class Meta:
        model = Token

    user = factory.SubFactory(UserFactory)
    office = factory.SubFactory(OfficeFactory)
    name = "Dasbor provinsi"
    scopes = factory.LazyFunction(lambda: list(Scope.values))
    digest = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    expires_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=90))


def secret_of(user, office, scopes=tuple(Scope.values)) -> str:
    _token, secret = services.make_token(
        actor=user, office=office, name="Dasbor", scopes=list(scopes), days=90
    )
    return secret


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}
