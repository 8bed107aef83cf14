"""The counts of the overview: count them anew, or prove that they are those of the obligations."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lempu.kernel.oversight.services import tallies
from lempu.shared.periods import today


class Command(BaseCommand):
    help = "Count anew what changed; with --check compare every count with the obligations."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            written = tallies.refresh_tallies(today())
            self.stdout.write(f"{written} hitungan diperbarui.")
            return
        wrong = tallies.wrong_tallies(today())
        for row in wrong:
            self.stdout.write(f"{row.office.code} {row.office.name} {row.year}")
        if wrong:
            raise CommandError(f"{len(wrong)} hitungan tidak sama dengan kewajibannya.")
        self.stdout.write("Semua hitungan sama dengan kewajibannya.")
