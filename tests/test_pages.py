"""What holds for every answer: health, headers, languages, refusals, silence about people."""

import io
import json
import logging
import re

import pytest
import structlog
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import connection
from django.test import Client
from django.urls import reverse

from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import PASSWORD, MembershipFactory, OfficeFactory, person
from lempu.shared import views
from lempu.shared.logs import FOREIGN_CHAIN

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = person(OfficeFactory(code="7317"), Role.ADMINISTRATOR, user__name="Siti Aminah")
    client.force_login(user)
    return user


def test_health_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/sehat")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_when_migrated_and_with_room(client):
    assert client.get("/siap").json() == {"status": "ok", "database": True, "room": True}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"UPLOAD_ROOM_BYTES": 10**18}, {"database": True, "room": False}),
        ({"HOME": "/nowhere/at/all"}, {"database": True, "room": False}),
    ],
)
def test_not_ready_without_room(client, settings, change, expected):
    for name, value in change.items():
        setattr(settings, name, value)

    answer = client.get("/siap")

    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready"} | expected


def test_not_ready_before_the_last_migration(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'offices'")

    answer = client.get("/siap")

    assert (answer.status_code, answer.json()["database"]) == (503, False)


@pytest.mark.parametrize(
    ("address", "status"),
    [("/masuk/", 200), ("/sehat", 200), ("/orang/", 200), ("/tidak/ada/", 404), ("/kokpit/", 403),
     ("/akun/", 200), ("/keluar/", 405)],
)  # fmt: skip
def test_every_answer_carries_the_policies(client, administrator, address, status):
    who = Client() if address == "/masuk/" else client
    answer = who.get(address)

    assert answer.status_code == status
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in f"{policy};"
    assert "style-src 'self';" in f"{policy};"
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_no_view_loosens_the_policy():
    loosened = [
        str(path)
        for path in settings.ROOT.rglob("*.py")
        if "/tests/" not in str(path)
        and re.search(r"csp_(exempt|update|replace)\b", path.read_text(encoding="utf-8"))
    ]

    assert loosened == []


@pytest.mark.parametrize(
    ("cookie", "language"), [("en", "en"), ("id", "id"), ("xx", "id"), (None, "id")]
)
def test_language_is_chosen_and_never_guessed(client, cookie, language):
    if cookie:
        client.cookies["bahasa"] = cookie

    answer = client.get("/masuk/", headers={"Accept-Language": "en-GB"})

    assert answer.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in answer.content.decode()


def test_a_session_that_ended_leads_htmx_to_a_whole_page(client):
    answer = client.get("/orang/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/masuk/?next=/orang/")


def test_fragments_and_pages_are_told_apart_by_caches(client):
    assert "HX-Request" in client.get("/masuk/").headers["Vary"]


def test_a_refusal_nobody_caught_is_a_plain_page(client, administrator):
    own = administrator.memberships.get()
    MembershipFactory(user=administrator, office=OfficeFactory(code="7373"))

    answer = client.post(reverse("offices:password_reset", args=[own.pk]))

    assert answer.status_code == 422
    assert "refused.html" in [template.name for template in answer.templates]


def test_a_form_from_elsewhere_is_refused_in_words():
    answer = Client(enforce_csrf_checks=True).post("/masuk/", {"username": "a", "password": "b"})

    assert answer.status_code == 403
    assert "errors/csrf.html" in [template.name for template in answer.templates]


def test_a_fault_gives_a_code_to_quote_and_asks_the_database_nothing(rf, django_assert_num_queries):
    request = rf.get("/")
    request.support_code = "7F3A"

    with django_assert_num_queries(0):
        answer = views.server_error(request)

    assert answer.status_code == 500
    assert "7F3A" in answer.content.decode()


@pytest.fixture
def log_lines():
    """What reaches the console while the test runs, parsed; at the level of an installation."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processor=structlog.processors.JSONRenderer(), foreign_pre_chain=FOREIGN_CHAIN
        )
    )
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


def test_logs_say_what_happened_and_nothing_about_people(client, administrator, log_lines):
    client.get("/orang/?cari=Siti+Aminah")
    client.post("/masuk/", {"username": administrator.username, "password": PASSWORD})
    client.logout()
    for _ in range(6):
        client.post("/masuk/", {"username": administrator.username, "password": "salah sekali"})

    lines = log_lines()
    requests = [line for line in lines if line["event"] == "request"]
    said = json.dumps(lines)
    assert requests[0] | {"ms": 0, "code": "", "timestamp": ""} == {
        "event": "request", "route": "offices:people", "method": "GET", "status": 200, "ms": 0,
        "code": "", "level": "info", "logger": "lempu.request", "timestamp": "",
    }  # fmt: skip
    assert [line["status"] for line in requests][-2:] == [429, 429]
    private = [administrator.username, administrator.name, "Siti", "127.0.0.1", "salah", PASSWORD]
    assert [secret for secret in private if secret in said] == []


def test_a_closed_account_is_not_told_from_a_wrong_password(rf):
    user = MembershipFactory(user__inactive=True).user

    assert authenticate(rf.post("/masuk/"), username=user.username, password=PASSWORD) is None
