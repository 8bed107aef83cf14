"""``lempu sweep``: what the timer does every hour, now."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lempu.kernel.files import services
from lempu.shared.tasks import clear_temporary


class Command(BaseCommand):
    help = "Remove bytes and temporary files that nothing speaks of."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--older-than",
            type=float,
            default=services.STAY.total_seconds() / 3600,
            metavar="HOURS",
            help="leave what is younger (default 24); 0 only when nobody uploads",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        age = dt.timedelta(hours=options["older_than"])
        swept = services.sweep(older_than=age)
        open_uploads = services.sweep_uploads(older_than=age)
        left = clear_temporary(older_than=age.total_seconds())
        self.stdout.write(
            f"{swept.files} berkas tanpa baris, {swept.rows} baris tanpa pemakai, "
            f"{open_uploads} unggahan terhenti, {left} berkas sementara dihapus."
        )
