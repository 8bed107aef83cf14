"""Runs background tasks; more than one may run."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Run background tasks until stopped."
    requires_system_checks: list[str] = []  # `prepare` made them; they would load every page

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("db_worker", interval=0.5, reload=False, startup_delay=False)
