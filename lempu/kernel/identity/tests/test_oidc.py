"""Against a real provider of OpenID Connect: its own process, real HTTP, signed tokens."""

import json
import os
import socket
import subprocess
import sys
import time
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.test import Client

from lempu.kernel.accounts.tests.factories import UserFactory
from lempu.kernel.identity.enums import Act
from lempu.kernel.identity.tests.factories import add_key
from lempu.kernel.ledger.models import Entry
from lempu.kernel.offices.tests.factories import MembershipFactory, OfficeFactory, person

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]
START, BACK = "/masuk/penyedia/", "/masuk/penyedia/kembali/"
PEOPLE = [
    {"sub": "p-1", "preferred_username": "siti", "email": "siti@contoh.go.id", "email_verified": True},
    {"sub": "p-2", "preferred_username": "orang.luar", "email": "luar@contoh.go.id"},
    {"sub": "p-3", "preferred_username": "siti", "email": "siti@contoh.go.id"},
]  # fmt: skip


@pytest.fixture(scope="module")
def provider():
    """The address of the provider, with what it calls us."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    users = [word for claims in PEOPLE for word in ("--user-claims", json.dumps(claims))]
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port), "-r", "-n", *users],
        env={**os.environ, "NO_COLOR": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        asked = {"redirect_uris": [f"http://testserver{BACK}"]}
        client = requests.post(f"{address}/oauth2/clients", json=asked, timeout=30).json()
        yield address, client
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(address, process):
    for _ in range(240):
        assert process.poll() is None, "the provider ended"
        try:
            requests.get(f"{address}/.well-known/openid-configuration", timeout=5)
            return
        except requests.ConnectionError:
            time.sleep(0.25)
    raise AssertionError("the provider did not become ready")


@pytest.fixture
def named(provider, settings):
    """This installation names the provider."""
    address, client = provider
    settings.PUBLIC_URL = "http://testserver"
    settings.OIDC = SimpleNamespace(
        url=address,
        client=client["client_id"],
        secret=client["client_secret"],
        name="Akun ASN",
        claim="preferred_username",
    )
    return settings


@pytest.fixture
def siti():
    office = OfficeFactory(code="7317")
    return person(office, user__username="siti", user__email="siti@contoh.go.id")


def but(provider, **change):
    return SimpleNamespace(**vars(provider) | change)


def consent(address, subject):
    """What the person does at the provider; where it sends them back to, within our product."""
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=30)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == f"http://testserver{BACK}"
    return f"{back.path}?{back.query}"


def come(client, subject="p-1", after=""):
    asked = client.get(START, {"next": after} if after else {})
    return client.get(consent(asked.url, subject))


def who(client):
    return client.session.get(SESSION_KEY)


def test_a_person_an_office_knows_comes_in(client, named, siti):
    answer = come(client, after="/akun/")

    assert answer.url == "/akun/"
    assert who(client) == str(siti.pk)
    kept = SocialAccount.objects.get()
    assert (kept.user, kept.uid, kept.provider) == (siti, "p-1", named.OIDC.url)
    assert [entry.act for entry in Entry.objects.all()] == [Act.KEY_ADDED]


def test_what_is_asked_of_the_provider(client, named, siti):
    asked = parse_qs(urlsplit(client.get(START).url).query)

    assert asked["redirect_uri"] == [f"http://testserver{BACK}"]
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert set(asked) >= {"state", "nonce", "code_challenge"}
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}


def test_afterwards_the_key_of_the_provider_counts_and_no_name(client, named, siti):
    come(client)
    siti.username = "siti.aminah"
    siti.save()
    again, other = Client(), Client()

    come(again)
    page = come(other, "p-3")  # another person there, with the name Siti had here

    assert who(again) == str(siti.pk)
    assert (page.status_code, who(other)) == (422, None)


def test_a_name_given_to_somebody_else_there_does_not_open_the_account(client, named, siti):
    come(client)
    other = Client()

    page = come(other, "p-3")

    assert page.status_code == 422
    assert who(other) is None
    assert SocialAccount.objects.count() == 1


def test_nobody_else_comes_in_or_gets_an_account(client, named, siti, django_user_model):
    page = come(client, "p-2")

    assert page.status_code == 422
    assert "Belum ada satker yang mengundang akun ini" in page.content.decode()
    assert who(client) is None
    assert django_user_model.objects.count() == 1
    assert not Entry.objects.exists()


def test_nor_without_a_role_or_with_a_closed_account(client, named):
    user = UserFactory(username="siti")
    assert come(client).status_code == 422
    membership = MembershipFactory(user=user, office=OfficeFactory(code="7317"))
    assert come(client).status_code == 302
    membership.user.is_active = False
    membership.user.save()
    assert come(Client()).status_code == 422


def test_the_second_step_of_the_person_is_still_asked(client, named, siti):
    add_key(siti)

    answer = come(client)

    assert answer.url == "/masuk/langkah-kedua/"
    assert who(client) is None


@pytest.mark.parametrize(("subject", "status"), [("p-1", 302), ("p-3", 422)])
def test_an_address_counts_only_when_the_provider_proved_it(client, named, siti, subject, status):
    named.OIDC = but(named.OIDC, claim="email")

    assert come(client, subject).status_code == status


def test_an_address_of_two_people_names_nobody(client, named, siti):
    person(OfficeFactory(code="73"), user__email="SITI@contoh.go.id")
    named.OIDC = but(named.OIDC, claim="email")

    assert come(client).status_code == 422


def test_an_answer_opens_only_the_session_that_asked(client, named, siti):
    back = consent(client.get(START).url, "p-1")
    other = Client()

    assert other.get(back).status_code == 422
    assert who(other) is None


def test_an_answer_opens_once(client, named, siti):
    back = consent(client.get(START).url, "p-1")
    client.get(back)
    client.post("/keluar/")

    assert client.get(back).status_code == 422
    assert who(client) is None


def test_a_code_of_another_sign_in_is_refused(client, named, siti):
    """Somebody else's code under one's own state: PKCE and the nonce do not fit."""
    other = Client()
    stolen = parse_qs(urlsplit(consent(other.get(START).url, "p-1")).query)["code"][0]
    mine = parse_qs(urlsplit(client.get(START).url).query)["state"][0]

    page = client.get(BACK, {"code": stolen, "state": mine})

    assert page.status_code == 422
    assert who(client) is None


def test_saying_no_at_the_provider(client, named, siti):
    asked = client.get(START).url
    answer = requests.post(asked, data={"action": "deny"}, allow_redirects=False, timeout=30)
    back = urlsplit(answer.headers["Location"])

    page = client.get(f"{back.path}?{back.query}")

    assert page.status_code == 422
    assert "Akun ASN tidak mengizinkan" in page.content.decode()


@pytest.mark.parametrize("change", [{"secret": "wrong"}, {"client": "nobody"}])
def test_what_the_provider_does_not_know_of_us(client, named, siti, change):
    back = consent(client.get(START).url, "p-1")
    named.OIDC = but(named.OIDC, **change)

    assert client.get(back).status_code == 422
    assert who(client) is None


def test_a_provider_that_is_down_is_said_in_words(client, named, siti):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{probe.getsockname()[1]}"
    named.OIDC = but(named.OIDC, url=nobody)

    page = client.get(START)

    assert page.status_code == 422
    assert "Akun ASN tidak mengizinkan" in page.content.decode()


@pytest.mark.parametrize("sent", [{}, {"state": "x"}, {"state": "x", "code": "y"}, {"code": "y"}])
def test_nonsense_is_refused(client, named, sent):
    assert client.get(BACK, sent).status_code == 422


def test_the_button_stands_on_the_page_only_where_a_provider_is_named(client, named):
    assert "Masuk dengan Akun ASN" in client.get("/masuk/").content.decode()
    named.OIDC = None
    assert START not in client.get("/masuk/").content.decode()
    assert client.get(START).status_code == 404
    assert client.get(BACK).status_code == 404
