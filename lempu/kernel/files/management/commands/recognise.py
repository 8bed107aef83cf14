"""Recognises text on scans that wait, one after another, and ends when none does."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lempu.kernel.files.registry import REASONS
from lempu.kernel.files.services import recognition


class Command(BaseCommand):
    help = "Recognise text on scans that wait, then end. The timer does so by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        recognition.behind()
        absent = recognition.why_absent()
        if absent:
            raise CommandError(str(REASONS[absent]))
        self.stdout.write(f"{recognition.recognise_waiting()}")
