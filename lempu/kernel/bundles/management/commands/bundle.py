"""Exports a year as a bundle that anybody can verify without network."""

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lempu.kernel.accounts.models import User
from lempu.kernel.bundles import services
from lempu.kernel.offices.models import Office
from lempu.shared.errors import DomainError


class Command(BaseCommand):
    help = "bundle export --office 7317 --year 2025 --out FILE.zip"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["export"])
        parser.add_argument("--office", required=True, help="code of the office")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--out", required=True, type=Path)
        parser.add_argument("--json", action="store_true", help="progress and outcome line by line")
        parser.add_argument("--actor", type=int, help="key of the person who asked for it")

    def handle(self, *args: Any, **options: Any) -> None:
        office = Office.objects.filter(code=options["office"]).first()
        if office is None:
            raise CommandError(f"Tidak ada satker {options['office']}.")
        actor = User.objects.filter(pk=options["actor"]).first() if options["actor"] else None
        try:
            written = services.export_year(
                office=office,
                year=options["year"],
                path=options["out"].resolve(),
                actor=actor,
                say=self._teller() if options["json"] else lambda done, total: None,
            )
        except DomainError as refusal:
            if options["json"]:
                self.stdout.write(json.dumps({"problem": str(refusal)}))
                return
            raise CommandError(str(refusal)) from refusal
        facts = {"sha256": written.sha256, "size": written.size, "seal": written.seal}
        told = (
            f"{options['out']}: {written.size} bita, segel {written.seal}, SHA-256 {written.sha256}"
        )
        self.stdout.write(json.dumps(facts) if options["json"] else told)

    def _teller(self) -> Any:
        last = [0.0]

        def say(done: int, total: int) -> None:
            if time.monotonic() - last[0] > 0.5 or done == total:
                last[0] = time.monotonic()
                self.stdout.write(json.dumps({"done": done, "total": total}))
                self.stdout.flush()

        return say
