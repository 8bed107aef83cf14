import datetime as dt

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.urls import reverse

from lempu.kernel.accounts.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
SIGN_IN = "/masuk/"
WRONG = {"username": "siti", "password": "salah sekali"}


@pytest.fixture
def siti():
    return UserFactory(username="siti")


def who(client):
    return client.session.get(SESSION_KEY)


def test_sign_in_leads_to_the_first_page(client, siti):
    answer = client.post(SIGN_IN, {"username": "siti", "password": PASSWORD})

    assert (answer.status_code, answer.url) == (302, reverse("home:start"))
    assert who(client) == str(siti.pk)


@pytest.mark.parametrize("typed", ["SITI", "  Siti "])
def test_user_name_may_be_typed_in_any_case(client, siti, typed):
    client.post(SIGN_IN, {"username": typed, "password": PASSWORD})

    assert who(client) == str(siti.pk)


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/matriks/2025/", "/matriks/2025/"),
        ("https://elsewhere.example/", None),
        ("//elsewhere.example/", None),
        ("javascript:alert(1)", None),
    ],
)
def test_sign_in_goes_on_only_within_the_product(client, siti, asked, goes):
    answer = client.post(SIGN_IN, {"username": "siti", "password": PASSWORD, "next": asked})

    assert answer.url == (goes or reverse("home:start"))


def test_whoever_is_signed_in_is_not_led_to_a_word(client, siti):
    client.force_login(siti)

    assert client.get(f"{SIGN_IN}?next=kata").url == reverse("home:start")


def test_the_address_asked_for_survives_a_wrong_password(client, siti):
    page = client.post(f"{SIGN_IN}?next=/matriks/2025/", WRONG)

    assert '<input type="hidden" name="next" value="/matriks/2025/">' in page.content.decode()


def test_whoever_is_signed_in_is_sent_on(client, siti):
    client.force_login(siti)

    answer = client.get(SIGN_IN)

    assert (answer.status_code, answer.url) == (302, reverse("home:start"))


def refusal(client, **typed):
    page = client.post(SIGN_IN, {**WRONG, **typed})
    return page.status_code, page.context["form"].errors["password"][0]


@pytest.mark.parametrize("traits", [None, {}, {"inactive": True}])
def test_nobody_learns_whether_a_name_exists(client, traits):
    if traits is not None:
        UserFactory(username="siti", **traits)
    password = PASSWORD if traits else "salah sekali"

    assert refusal(client, password=password) == (
        422,
        "Kata sandi tidak cocok. Masih bisa dicoba 4 kali.",
    )
    assert who(client) is None


def test_guessing_closes_the_door_and_says_until_when(client, siti):
    with time_machine.travel(dt.datetime(2025, 10, 14, 1, 0, tzinfo=dt.UTC), tick=False):
        said = [refusal(client, username=name) for name in ("siti", "SITI", "siti", "Siti", "siti")]
        locked = refusal(client, password=PASSWORD)

    assert [status for status, _ in said] == [422, 422, 422, 422, 429]
    assert said[3][1] == "Kata sandi tidak cocok. Masih bisa dicoba 1 kali."
    assert locked == (429, "Terlalu banyak kata sandi salah. Coba lagi pukul 09.16.")
    assert who(client) is None


def test_the_door_opens_again_after_a_quarter_of_an_hour(client, siti):
    with time_machine.travel(dt.datetime(2025, 10, 14, 1, 0, tzinfo=dt.UTC), tick=False):
        for _ in range(5):
            refusal(client)
    with time_machine.travel(dt.datetime(2025, 10, 14, 1, 16, tzinfo=dt.UTC), tick=False):
        client.post(SIGN_IN, {"username": "siti", "password": PASSWORD})

        assert who(client) == str(siti.pk)


def test_guessing_one_name_leaves_the_others_alone(client, siti):
    other = UserFactory(username="budi")
    for _ in range(5):
        refusal(client)

    client.post(SIGN_IN, {"username": "budi", "password": PASSWORD})

    assert who(client) == str(other.pk)


def test_an_empty_form_says_what_is_missing(client):
    page = client.post(SIGN_IN, {"username": "", "password": ""})

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"username", "password"}


def test_sign_out_ends_the_session(client, siti):
    client.force_login(siti)

    answer = client.post("/keluar/")

    assert (answer.status_code, answer.url) == (302, SIGN_IN)
    assert who(client) is None


def test_sign_out_is_never_a_link(client, siti):
    client.force_login(siti)

    assert client.get("/keluar/").status_code == 405
    assert who(client) == str(siti.pk)
