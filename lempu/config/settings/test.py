"""Tests: a home of their own, tasks at once, a quick password hasher."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "LEMPU_HOME" not in os.environ:
    os.environ["LEMPU_HOME"] = tempfile.mkdtemp(prefix="lempu-test-")
    atexit.register(shutil.rmtree, os.environ["LEMPU_HOME"], ignore_errors=True)
os.environ.setdefault("LEMPU_SECRET_KEY", "tests-only")

from lempu.config.settings.base import *  # noqa: F403
from lempu.config.settings.base import HOME, LOGGING, STORAGES

#: Of each process its own: a test that changes the key must not take it from another.
_own = Path(tempfile.mkdtemp(prefix="lempu-own-"))
atexit.register(shutil.rmtree, _own, ignore_errors=True)
KEYS = _own / "keys"
BUNDLES = _own / "bundles"
Path(HOME, "tmp").mkdir(parents=True, exist_ok=True)
Path(HOME, "static").mkdir(parents=True, exist_ok=True)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
LOGGING["root"] = {"handlers": ["console"], "level": "ERROR"}
UPLOAD_ROOM_BYTES = 0
CHECK_LINKS = False
