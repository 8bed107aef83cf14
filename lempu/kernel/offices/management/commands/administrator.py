"""`lempu administrator 7317 --username siti --name "Siti Aminah"`: who lets the others in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.models import Membership, Office
from lempu.kernel.offices.services import add_person, prepare_office, reset_password
from lempu.shared.errors import DomainError


class Command(BaseCommand):
    help = (
        "Makes the first administrator of an office and prints a one-time password. "
        "With --again: a new one-time password for an administrator who lost theirs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("office", metavar="OFFICE", help="code of the office, such as 7317")
        parser.add_argument("--username", required=True)
        parser.add_argument("--name", default="", help="the person's name as screens show it")
        parser.add_argument("--again", action="store_true")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        office = Office.objects.filter(code=options["office"]).first()
        if office is None:
            raise CommandError(
                f"There is no office {options['office']}. Run `lempu prepare` first, "
                "or look the code up in lempu/data/offices.json."
            )
        administrators = Membership.objects.in_force().filter(
            office=office, role=Role.ADMINISTRATOR, user__is_active=True
        )
        try:
            if options["again"]:
                password = self._again(administrators, options["username"])
            else:
                password = self._first(office, administrators, options)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{office.name}: {options['username'].lower()} may sign in.")
        self.stdout.write(f"One-time password: {password}")

    def _first(self, office: Office, administrators: Any, options: dict[str, Any]) -> str:
        if administrators.exists():
            raise CommandError(
                f"{office.name} has an administrator, who can let others in. "
                "If they lost their password: add --again."
            )
        if not options["name"]:
            raise CommandError("Give the person's name with --name.")
        prepare_office(office)
        return add_person(
            office=office,
            actor=None,
            username=options["username"],
            name=options["name"],
            role=Role.ADMINISTRATOR,
        )[1]

    def _again(self, administrators: Any, username: str) -> str:
        membership = administrators.filter(user__username__iexact=username).first()
        if membership is None:
            raise CommandError(f"{username} is not an administrator of this office.")
        return reset_password(membership=membership, actor=None)
