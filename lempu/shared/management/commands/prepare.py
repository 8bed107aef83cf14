"""Brings an installation up to date; safe to run at every start."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrate the database, load reference data, collect static files."

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in ("files", "tmp", "previews", "static"):
            Path(settings.HOME, folder).mkdir(parents=True, exist_ok=True)
        self.stdout.write("Basis data ...")
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write("Data rujukan ...")
        call_command("load_reference", verbosity=0)
        self.stdout.write("Berkas tampilan ...")
        _collect()


def _collect() -> None:
    """Collect static files, unless none of them changed since the last time."""
    stamp = Path(settings.STATIC_ROOT, ".collected")
    now = _digest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == now:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(now, encoding="utf-8")


def _digest() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            fact = f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n"
            digest.update(fact.encode())
    return digest.hexdigest()
