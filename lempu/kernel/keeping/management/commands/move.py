"""Moves an installation between SQLite and PostgreSQL."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lempu.kernel.keeping.services import moving
from lempu.shared.errors import DomainError


class Command(BaseCommand):
    help = "move --to DATABASE_URL: copy everything into another, empty database; stop Lempu first"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", required=True, help="postgres://... or sqlite:///...")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(moving.move(to=options["to"]))
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("Kini jalankan Lempu dengan DATABASE_URL yang baru.")
