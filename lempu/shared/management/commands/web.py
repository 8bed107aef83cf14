"""The web server alone."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Serve pages. Behind it, run `lempu worker` and `lempu timer`."
    requires_system_checks: list[str] = []  # `prepare` made them; they would load every page

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        words = [
            "--interface", "wsgi",
            "--host", options["host"],
            "--port", str(options["port"]),
            "--workers", str(options["workers"]),
            "--blocking-threads", "4",
            # Counts connections that a browser keeps open too, so it must not be a small number.
            "--backpressure", "1000",
            "--no-ws",
            "--log-level", "warning",
            "lempu.config.wsgi:application",
        ]  # fmt: skip
        os.execv(sys.executable, [sys.executable, "-m", "granian", *words])  # noqa: S606
