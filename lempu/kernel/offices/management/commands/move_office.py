"""`lempu move_office 9401 93 --basis "UU 14/2022"`: an office comes under another province."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lempu.kernel.offices.models import Office
from lempu.kernel.offices.services import move_office
from lempu.shared.errors import DomainError


class Command(BaseCommand):
    help = "Puts a regency under another province; observers of the old one see it no more."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("office", metavar="OFFICE", help="code of the regency, such as 9401")
        parser.add_argument("province", metavar="PROVINCE", help="code of the new province")
        parser.add_argument("--basis", required=True, help="the law or decree that moves it")

    def handle(self, *args: Any, **options: Any) -> None:
        found = {row.code: row for row in Office.objects.filter(
            code__in=[options["office"], options["province"]]
        )}  # fmt: skip
        for name in ("office", "province"):
            if options[name] not in found:
                raise CommandError(f"There is no office {options[name]}.")
        try:
            moved = move_office(
                office=found[options["office"]],
                province=found[options["province"]],
                actor=None,
                basis=options["basis"],
            )
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{moved.name}: {moved.path}")
