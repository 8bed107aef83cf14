"""The demo in one command."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lempu.kernel.accounts.models import User
from lempu.kernel.demo.services.build import build


class Command(BaseCommand):
    help = "Prepare the demo office and serve it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="prepare it and end")

    def handle(self, *args: Any, **options: Any) -> None:
        mark = Path(settings.HOME, "demo")
        _require_own_home(mark)
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
        call_command("prepare", stdout=self.stdout)
        if not User.objects.exists():
            self._build()
        if not options["no_serve"]:
            call_command("serve", host=options["host"], port=options["port"], stdout=self.stdout)

    def _build(self) -> None:
        begun = time.monotonic()
        build(say=self._say)
        self._say(f"Satker peragaan siap dalam {time.monotonic() - begun:.0f} detik")

    def _say(self, text: str) -> None:
        self.stdout.write(f"{text} ...")
        self.stdout.flush()


def _require_own_home(mark: Path) -> None:
    """The demo never mixes with an office's real data."""
    database = Path(settings.HOME, "lempu.sqlite3")
    if database.exists() and not mark.exists():
        raise CommandError(
            f"{settings.HOME} berisi data satker yang sebenarnya. "
            "Peragaan memerlukan folder sendiri: LEMPU_HOME=var/peragaan lempu demo"
        )
