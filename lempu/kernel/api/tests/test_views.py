import pytest
from django.urls import reverse

from lempu.kernel.api import selectors
from lempu.kernel.api.models import Token
from lempu.kernel.api.tests.factories import TokenFactory
from lempu.kernel.offices.tests.factories import OfficeFactory, person

pytestmark = pytest.mark.django_db
PAGE = "/akun/akses-program/"


@pytest.fixture
def user(client):
    who = person(OfficeFactory(code="7317"))
    client.force_login(who)
    return who


def test_token_is_shown_once(client, user):
    sent = {"name": "Dasbor", "scopes": ["obligations"], "days": 90}

    made = client.post(PAGE, sent)

    secret = made.context["secret"]
    assert selectors.token_of(secret).name == "Dasbor"
    assert secret in made.text
    assert "no-store" in made["Cache-Control"]
    assert "/api/v1/offices/7317/obligations" in made.text
    assert secret not in client.get(PAGE).text


@pytest.mark.parametrize(
    "wrong", [{"scopes": []}, {"scopes": ["all"]}, {"name": ""}, {"days": 4000}, {"days": "x"}]
)
def test_wrong_input_comes_back_with_what_was_typed(client, user, wrong):
    sent = {"name": "Dasbor", "scopes": ["obligations"], "days": 90} | wrong

    refused = client.post(PAGE, sent)

    assert refused.status_code == 422
    assert refused.context["form"].errors
    assert Token.objects.count() == 0


def test_list_shows_own_tokens_only_and_revokes_them(client, user):
    mine = TokenFactory(user=user, name="Punya saya")
    TokenFactory(name="Punya orang")

    page = client.get(PAGE)
    answer = client.post(reverse("api:revoke", args=[mine.pk]), follow=True)

    assert "Punya saya" in page.text
    assert "Punya orang" not in page.text
    assert "dicabut" in answer.text
    assert not Token.objects.get(pk=mine.pk).is_in_force


def test_page_asks_the_same_number_of_questions_however_long_the_list(
    client, user, django_assert_num_queries
):
    TokenFactory(user=user)
    client.get(PAGE)
    with django_assert_num_queries(8):
        client.get(PAGE)
    TokenFactory.create_batch(5, user=user)
    with django_assert_num_queries(8):
        client.get(PAGE)
