"""`lempu load_reference`: the tree of offices, from the data that comes with Lempu."""

from typing import Any

from django.core.management.base import BaseCommand

from lempu.kernel.offices.services import load_offices, misplaced_offices


class Command(BaseCommand):
    help = (
        "Creates the national office, the provinces and the regencies. May run again at any time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        created, corrected = load_offices()
        if options["verbosity"]:
            self.stdout.write(f"Offices: {created} created, {corrected} corrected.")
            for office in misplaced_offices():
                self.stdout.write(
                    f"{office.code} {office.name} is under {office.parent}, not where the data has it. "
                    "Move it with `lempu move_office` if that is wrong."
                )
