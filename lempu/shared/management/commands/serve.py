"""A small office in one command: prepares, then becomes the supervisor of web, worker and timer."""

import os
import socket
import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Serve the office on this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        _require_free(host, port)
        call_command("prepare", stdout=self.stdout)
        self.stdout.write(f"Lempu: http://{host}:{port}/  (Ctrl+C: selesai)")
        self.stdout.flush()
        os.environ.setdefault(
            "LEMPU_URL", f"http://localhost:{port}"
        )  # what texts and mails link to
        words = [sys.executable, "-m", "lempu.shared.supervisor", host, str(port)]
        os.execv(sys.executable, words)  # noqa: S606


def _require_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Porta {port} di {host} sedang dipakai. Coba porta lain: --port {port + 1}"
            ) from error
