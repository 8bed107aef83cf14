"""The one place where environment variables are read: typed, and failing loudly."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

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
