import datetime as dt

import pytest
from django.utils import timezone

from lempu.kernel.api import selectors, services
from lempu.kernel.api.models import Token
from lempu.kernel.api.tests.factories import TokenFactory, secret_of
from lempu.kernel.ledger.models import Entry
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.shared.errors import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return OfficeFactory(code="7317")


@pytest.fixture
def user(office):
    return person(office)


def test_secret_is_returned_once_and_kept_nowhere(user, office):
    token, secret = services.make_token(
        actor=user, office=office, name="Dasbor", scopes=["readings", "plans"], days=30
    )

    kept = Token.objects.values().get()
    entry = Entry.objects.get()
    assert secret not in str(kept) + str(entry.body)
    assert token.scopes == ["plans", "readings"]
    assert token.expires_at - timezone.now() > dt.timedelta(days=29)
    assert entry.act == "api.token_made"


@pytest.mark.parametrize("scopes", [[], ["everything"]])
def test_token_that_may_read_nothing_is_refused(user, office, scopes):
    with pytest.raises(DomainError) as refusal:
        services.make_token(actor=user, office=office, name="x", scopes=scopes, days=30)

    assert refusal.value.code == "no_scope"


def test_one_person_has_so_many_tokens_and_no_more(user, office):
    TokenFactory.create_batch(services.TOKENS_EACH, user=user, office=office)
    TokenFactory(user=user, revoked_at=timezone.now())

    with pytest.raises(DomainError) as refusal:
        secret_of(user, office)

    assert refusal.value.code == "too_many"


def test_revoked_token_opens_nothing_and_is_revoked_once(user, office):
    secret = secret_of(user, office)
    token = selectors.token_of(secret)

    services.revoke_token(token=token, actor=user)
    services.revoke_token(token=token, actor=user)

    assert selectors.token_of(secret) is None
    assert Entry.objects.filter(act="api.token_revoked").count() == 1


def test_expired_token_and_that_of_somebody_deactivated_open_nothing(user, office):
    expired, other = secret_of(user, office), secret_of(user, office)
    past = timezone.now() - dt.timedelta(seconds=1)
    Token.objects.filter(digest=selectors.digest_of(expired)).update(expires_at=past)

    assert selectors.token_of(expired) is None
    assert selectors.token_of(other).user == user

    user.is_active = False
    user.save()
    assert selectors.token_of(other) is None


def test_use_is_noted_at_most_once_in_ten_minutes(user, office):
    token = TokenFactory(user=user)

    services.note_use(token=token)
    first = Token.objects.get().used_at
    services.note_use(token=Token.objects.get())

    assert Token.objects.get().used_at == first
