"""Seals at once, and lets a new key take over."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lempu.kernel.ledger import selectors, services
from lempu.shared.errors import DomainError


class Command(BaseCommand):
    help = "Seal every ledger that has something new; --rotate-key and --key-lost change the key."

    def add_arguments(self, parser: CommandParser) -> None:
        key = parser.add_mutually_exclusive_group()
        key.add_argument(
            "--rotate-key", action="store_true", help="hand over to a new key, signed by the old"
        )
        key.add_argument(
            "--key-lost", action="store_true", help="take a new key without the old one"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["rotate_key"] or options["key_lost"]:
                key = services.rotate_key(lost=options["key_lost"])
                self.stdout.write(f"Kunci {key.number}: {key.public}")
            made = services.seal_offices(selectors.offices_with_entries())
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{made} segel baru.")
