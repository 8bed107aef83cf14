"""Runs what the clock does: sweeps and cleaning."""

import signal
import threading
import time
from types import FrameType
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from lempu.shared import periodic

log = structlog.get_logger("lempu.timer")


class Command(BaseCommand):
    help = "Run periodic jobs until stopped (or each once, with --once)."
    requires_system_checks: list[str] = []  # `prepare` made them; they would load every page

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run every job once and end")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()

        def finish(number: int, frame: FrameType | None) -> None:
            stop.set()

        if not options["once"]:
            signal.signal(signal.SIGTERM, finish)
            signal.signal(signal.SIGINT, finish)
        due = dict.fromkeys((job.name for job in periodic.jobs()), 0.0)
        while not stop.is_set():
            _run_due(due)
            if options["once"]:
                return
            stop.wait(5)


def _run_due(due: dict[str, float]) -> None:
    for job in periodic.jobs():
        if time.monotonic() < due[job.name]:
            continue
        close_old_connections()
        try:
            job.run()
        except Exception:
            log.exception("job failed", job=job.name)
        due[job.name] = time.monotonic() + job.interval.total_seconds()
