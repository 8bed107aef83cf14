"""The one place where environment variables are read: typed, and failing loudly."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env

_env = Env()
T = TypeVar("T")


def text(name: str, default: str | None = None) -> str:
    """The value of ``name``, or the content of the file that ``name``_FILE points to.

    Raises ``ImproperlyConfigured`` when neither is set and there is no default.
    """
    from_file = _env.str(f"{name}_FILE", None)
    if from_file:
        try:
            return Path(from_file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: cannot read {from_file}: {error}") from error
    value = _env.str(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name} (or {name}_FILE).")
    return str(value)


def flag(name: str, *, default: bool = False) -> bool:
    return _typed(name, lambda: bool(_env.bool(name, default)))


def number(name: str, default: int) -> int:
    return _typed(name, lambda: int(_env.int(name, default) or 0))


def words(name: str, default: list[str]) -> list[str]:
    """A comma-separated list."""
    return _typed(name, lambda: list(_env.list(name, default) or []))


def _typed(name: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except Exception as error:
        raise ImproperlyConfigured(f"{name}: {error}") from error


def home() -> Path:
    """Where an installation keeps all it has: database, files, previews, static files, key."""
    return Path(text("LEMPU_HOME", "var")).resolve()


def database(folder: Path) -> dict[str, Any]:
    """The database: SQLite in ``folder`` unless DATABASE_URL names another.

    SQLite transactions begin IMMEDIATE, so that a lock is taken before a row is judged
    (it knows no ``SELECT ... FOR UPDATE``), and writers wait for each other.
    """
    url = text("DATABASE_URL", f"sqlite:///{folder / 'lempu.sqlite3'}")
    try:
        settings: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60))
    except Exception as error:
        raise ImproperlyConfigured(f"DATABASE_URL: {error}") from error
    if settings["ENGINE"].endswith("sqlite3"):
        settings["CONN_MAX_AGE"] = 0
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA recursive_triggers=ON;"
            ),
        }
    else:
        settings["CONN_HEALTH_CHECKS"] = True
    return settings


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over; ``is_on`` is False for an installation that sends none."""

    is_on: bool = False
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    tls: bool = False
    ssl: bool = False


def mail_server(url: str) -> MailServer:
    """The mail server named by ``smtp://user:password@host:587?tls=1``.

    ``smtps://`` encrypts from the first byte (port 465), ``tls=1`` after the greeting (port 587).
    An empty address means that no mail is sent. What cannot be read stops the start.
    """
    if not url:
        return MailServer()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"LEMPU_MAIL_URL: {error}") from error
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("LEMPU_MAIL_URL: expected smtp://host or smtps://host")
    ssl = parts.scheme == "smtps"
    tls = not ssl and parse_qs(parts.query).get("tls", ["0"])[-1] in {"1", "true", "yes"}
    return MailServer(
        is_on=True,
        host=parts.hostname,
        port=port or (465 if ssl else 587 if tls else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,
        ssl=ssl,
    )


@dataclass(frozen=True, slots=True)
class Oidc:
    """The provider of OpenID Connect people may come in by; ``claim`` holds their user name."""

    url: str
    client: str
    secret: str
    name: str
    claim: str


def oidc() -> Oidc | None:
    """LEMPU_OIDC_URL with its client and secret; None without an address.

    The address must be https, except on this very machine. Half a configuration stops the start.
    """
    url = text("LEMPU_OIDC_URL", "").rstrip("/")
    if not url:
        for name in ("LEMPU_OIDC_CLIENT", "LEMPU_OIDC_SECRET"):
            if text(name, ""):
                raise ImproperlyConfigured(f"{name} is set and LEMPU_OIDC_URL is not.")
        return None
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise ImproperlyConfigured(f"LEMPU_OIDC_URL: {error}") from error
    is_here = parts.hostname in {"localhost", "127.0.0.1"}
    if not parts.hostname or (parts.scheme != "https" and not (is_here and parts.scheme == "http")):
        raise ImproperlyConfigured("LEMPU_OIDC_URL: expected https://host")
    return Oidc(
        url=url,
        client=_filled("LEMPU_OIDC_CLIENT"),
        secret=_filled("LEMPU_OIDC_SECRET"),
        name=text("LEMPU_OIDC_NAME", parts.hostname),
        claim=text("LEMPU_OIDC_CLAIM", "preferred_username"),
    )


def _filled(name: str) -> str:
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is empty.")
    return value


def store(url: str, folder: Path) -> dict[str, Any]:
    """Where files lie: in ``folder``, or in any store that speaks S3.

    ``s3://key:secret@host:port/bucket/prefix?region=..&tls=0`` names one (with ``%3A`` for a colon in the
    key). Its libraries are read only then. What cannot be read stops the start.
    """
    if not url:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder},
        }
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"LEMPU_STORE: {error}") from error
    bucket, _slash, prefix = parts.path.strip("/").partition("/")
    if parts.scheme != "s3" or not (parts.hostname and bucket and parts.username):
        raise ImproperlyConfigured("LEMPU_STORE: expected s3://key:secret@host/bucket")
    wishes = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    scheme = "https" if wishes.get("tls", "1") not in {"0", "false", "no"} else "http"
    return {
        "BACKEND": "lempu.shared.s3.S3Store",
        "OPTIONS": {
            "bucket_name": bucket,
            "location": prefix,
            "access_key": unquote(parts.username),
            "secret_key": unquote(parts.password or ""),
            "endpoint_url": f"{scheme}://{parts.hostname}{f':{port}' if port else ''}",
            "region_name": wishes.get("region", "us-east-1"),
        },
    }


def secret_key(folder: Path) -> str:
    """LEMPU_SECRET_KEY, or a key this installation made for itself and keeps (mode 600)."""
    given = text("LEMPU_SECRET_KEY", "")
    if given:
        return given
    kept = folder / "secret-key"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64), encoding="utf-8")
    return kept.read_text(encoding="utf-8").strip()
