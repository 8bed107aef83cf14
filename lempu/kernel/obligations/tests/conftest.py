"""A database of its own for processes that race."""

import os
import secrets

import psycopg
import pytest
from django.db import connection


@pytest.fixture
def own_database(tmp_path):
    """The environment of a process with a database of its own, of the kind the tests run on."""
    environment = {**os.environ, "LEMPU_HOME": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    if connection.vendor == "sqlite":
        yield environment
        return
    given, name = connection.settings_dict, f"race_{secrets.token_hex(4)}"
    login = {
        "host": given["HOST"],
        "port": given["PORT"],
        "user": given["USER"],
        "password": given["PASSWORD"],
    }
    with psycopg.connect(dbname="postgres", autocommit=True, **login) as server:
        server.execute(f"CREATE DATABASE {name}")
        place = f"{login['host']}:{login['port']}/{name}"
        url = f"postgresql://{login['user']}:{login['password']}@{place}"
        yield {**environment, "DATABASE_URL": url}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
