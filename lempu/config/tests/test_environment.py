"""The reading of the environment: typed, from files too, and loud when something is wrong."""

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from lempu.config import environment


def test_what_must_be_set_and_is_not_is_named(monkeypatch):
    monkeypatch.delenv("LEMPU_PROBE", raising=False)

    with pytest.raises(ImproperlyConfigured, match=r"Set LEMPU_PROBE \(or LEMPU_PROBE_FILE\)"):
        environment.text("LEMPU_PROBE")


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda: environment.number("LEMPU_PROBE", 5), "lima"),
        (lambda: environment.number("LEMPU_PROBE", 5), "5.5"),
        (lambda: environment.flag("LEMPU_PROBE"), "perhaps"),
    ],
)
def test_what_cannot_be_read_is_named(monkeypatch, read, value):
    monkeypatch.setenv("LEMPU_PROBE", value)

    with pytest.raises(ImproperlyConfigured, match="LEMPU_PROBE"):
        read()


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (lambda: environment.number("LEMPU_PROBE", 5), "12", 12),
        (lambda: environment.number("LEMPU_PROBE", 5), "0", 0),
        (lambda: environment.number("LEMPU_PROBE", 5), None, 5),
        (lambda: environment.flag("LEMPU_PROBE"), "1", True),
        (lambda: environment.flag("LEMPU_PROBE"), "off", False),
        (lambda: environment.flag("LEMPU_PROBE", default=True), None, True),
        (lambda: environment.words("LEMPU_PROBE", ["a"]), "x.id,y.id", ["x.id", "y.id"]),
        (lambda: environment.words("LEMPU_PROBE", ["a"]), None, ["a"]),
        (lambda: environment.text("LEMPU_PROBE", ""), None, ""),
    ],
)
def test_values_have_types(monkeypatch, read, value, expected):
    if value is None:
        monkeypatch.delenv("LEMPU_PROBE", raising=False)
    else:
        monkeypatch.setenv("LEMPU_PROBE", value)

    assert read() == expected


def test_a_secret_may_stand_in_a_file_which_wins(monkeypatch, tmp_path):
    kept = tmp_path / "secret"
    kept.write_text("from the file\n", encoding="utf-8")
    monkeypatch.setenv("LEMPU_PROBE", "from the environment")
    monkeypatch.setenv("LEMPU_PROBE_FILE", str(kept))

    assert environment.text("LEMPU_PROBE") == "from the file"


def test_a_file_that_is_not_there_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("LEMPU_PROBE_FILE", str(tmp_path / "gone"))

    with pytest.raises(ImproperlyConfigured, match=r"LEMPU_PROBE_FILE: cannot read .*gone"):
        environment.text("LEMPU_PROBE", "default")


def test_the_database_is_sqlite_in_the_home_unless_told_otherwise(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    settings = environment.database(tmp_path)

    assert settings["NAME"] == str(tmp_path / "lempu.sqlite3")
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in settings["OPTIONS"]["init_command"]


def test_the_database_may_be_postgresql(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://lempu:secret@db:5433/lempu")

    settings = environment.database(tmp_path)

    assert settings["ENGINE"].endswith("postgresql")
    assert (settings["HOST"], settings["PORT"], settings["CONN_HEALTH_CHECKS"]) == (
        "db",
        5433,
        True,
    )


def test_an_odd_database_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "mongodb://x")

    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.database(tmp_path)


def test_an_installation_makes_its_own_key_once_and_keeps_it_to_itself(monkeypatch, tmp_path):
    monkeypatch.delenv("LEMPU_SECRET_KEY", raising=False)
    home = tmp_path / "new"

    first, second = environment.secret_key(home), environment.secret_key(home)

    assert first == second
    assert len(first) > 60
    assert stat.S_IMODE((home / "secret-key").stat().st_mode) == 0o600


def test_a_key_that_is_given_is_not_written_down(monkeypatch, tmp_path):
    monkeypatch.setenv("LEMPU_SECRET_KEY", "given")

    assert environment.secret_key(tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", (False, "localhost", 25, "", "", False, False)),
        ("smtp://surat.kpu.go.id", (True, "surat.kpu.go.id", 25, "", "", False, False)),
        ("smtp://a%40b:p%2Fw@surat?tls=1", (True, "surat", 587, "a@b", "p/w", True, False)),
        ("smtps://a:b@surat", (True, "surat", 465, "a", "b", False, True)),
        ("smtp://127.0.0.1:8025", (True, "127.0.0.1", 8025, "", "", False, False)),
    ],
)
def test_the_mail_server_is_one_address(url, expected):
    server = environment.mail_server(url)

    assert expected == (
        server.is_on, server.host, server.port, server.user, server.password, server.tls, server.ssl
    )  # fmt: skip


@pytest.mark.parametrize("url", ["surat.kpu.go.id", "http://surat", "smtp://", "smtp://a:port"])
def test_a_mail_server_that_cannot_be_read_stops_the_start(url):
    with pytest.raises(ImproperlyConfigured, match="LEMPU_MAIL_URL"):
        environment.mail_server(url)


OIDC = {
    "LEMPU_OIDC_URL": "https://masuk.contoh.go.id/realms/asn/",
    "LEMPU_OIDC_CLIENT": "lempu",
    "LEMPU_OIDC_SECRET": "rahasia",
}


def test_a_provider_of_openid_connect(monkeypatch):
    for name, value in OIDC.items():
        monkeypatch.setenv(name, value)

    assert environment.oidc() == environment.Oidc(
        url="https://masuk.contoh.go.id/realms/asn",
        client="lempu",
        secret="rahasia",
        name="masuk.contoh.go.id",
        claim="preferred_username",
    )


def test_no_provider_is_the_usual(monkeypatch):
    assert environment.oidc() is None


@pytest.mark.parametrize(
    "change",
    [
        {"LEMPU_OIDC_SECRET": None},
        {"LEMPU_OIDC_CLIENT": ""},
        {"LEMPU_OIDC_URL": "http://masuk.contoh.go.id"},
        {"LEMPU_OIDC_URL": "masuk.contoh.go.id"},
        {"LEMPU_OIDC_URL": "https://[x"},
        {"LEMPU_OIDC_URL": None},
    ],
)
def test_half_a_provider_stops_the_start(monkeypatch, change):
    for name, value in (OIDC | change).items():
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match="LEMPU_OIDC"):
        environment.oidc()
