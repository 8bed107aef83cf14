"""Recognises text on scans that wait, one after another, and ends when none does."""

import os
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lempu.kernel.files.registry import REASONS
from lempu.kernel.files.services import recognition
from lempu.kernel.files.understanding.bounds import NICE, end_with_parent


class Command(BaseCommand):
    help = "Recognise text on scans that wait, then end. The timer starts it when one does."

    def handle(self, *args: Any, **options: Any) -> None:
        end_with_parent()
        with suppress(OSError):
            os.nice(NICE)
        absent = recognition.why_absent()
        if absent:
            raise CommandError(str(REASONS[absent]))
        self.stdout.write(f"{recognition.recognise_waiting()}")
