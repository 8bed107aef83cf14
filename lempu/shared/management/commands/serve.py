"""A small office in one command: web, worker and timer, started again when one of them dies."""

import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

PARTS = ("web", "worker", "timer")
#: A part that dies this often within a minute does not start; going on would only hide it.
DEATHS = 5


class Command(BaseCommand):
    help = "Serve the office on this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        _require_free(options["host"], options["port"])
        call_command("prepare", stdout=self.stdout)
        family = Family(options["host"], options["port"])
        signal.signal(signal.SIGTERM, family.stop)
        signal.signal(signal.SIGINT, family.stop)
        self.stdout.write(f"Lempu: http://{options['host']}:{options['port']}/  (Ctrl+C: selesai)")
        self.stdout.flush()
        family.keep()


def _require_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Porta {port} di {host} sedang dipakai. Coba porta lain: --port {port + 1}"
            ) from error


class Family:
    """The three processes; a dead one is started again, a stop reaches all."""

    def __init__(self, host: str, port: int) -> None:
        self.words = {name: [name] for name in PARTS}
        self.words["web"] += ["--host", host, "--port", str(port)]
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.deaths: list[float] = []
        self.stopping = False

    def start(self, name: str) -> None:
        command = [sys.executable, "-m", "lempu", *self.words[name]]
        self.running[name] = subprocess.Popen(command, env=os.environ)  # noqa: S603

    def keep(self) -> None:
        for name in PARTS:
            self.start(name)
        while not self.stopping:
            time.sleep(0.5)
            for name, process in list(self.running.items()):
                if process.poll() is not None and not self.stopping:
                    self._mourn(name)
                    time.sleep(1)
                    self.start(name)
        self._end()

    def _mourn(self, name: str) -> None:
        now = time.monotonic()
        self.deaths = [*(death for death in self.deaths if now - death < 60), now]
        if len(self.deaths) >= DEATHS:
            self._end()
            raise CommandError(f"`lempu {name}` berhenti berulang kali. Lihat catatan di atas.")

    def stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _end(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
