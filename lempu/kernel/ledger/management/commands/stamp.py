"""Asks the authority for the time stamps that are missing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lempu.kernel.ledger import services
from lempu.shared.errors import DomainError


class Command(BaseCommand):
    help = "Have the last seal of every office stamped by the authority of LEMPU_TIMESTAMP_URL."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = services.stamp_due()
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{done} stempel waktu baru.")
