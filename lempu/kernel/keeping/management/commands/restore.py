"""Brings a back-up into an empty installation and verifies it by its ledger."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lempu.kernel.keeping.services import restoring
from lempu.shared.errors import DomainError


class Command(BaseCommand):
    help = "restore FILE --identity KEYFILE: into an empty installation only"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", nargs="?", type=Path)
        parser.add_argument(
            "--identity", type=Path, help="file with the key that opens (AGE-SECRET-KEY-...)"
        )
        parser.add_argument("--rows", type=Path, help="what lempu move wrote")

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in ("files", "tmp", "previews", "static"):
            Path(settings.HOME, folder).mkdir(parents=True, exist_ok=True)
        try:
            if options["rows"]:
                done = restoring.load_folder(folder=options["rows"], say=self.stdout.write)
            else:
                done = self._restore(options)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{done.rows} baris, {done.files} berkas, {done.offices} buku jejak dengan {done.entries} entri "
            f"dan {done.seals} segel: utuh."
        )

    def _restore(self, options: dict[str, Any]) -> restoring.Restored:
        if options["backup"] is None or options["identity"] is None:
            raise CommandError(
                "Sebut cadangan dan kunci pembuka: lempu restore FILE --identity KUNCI"
            )
        lines = options["identity"].read_text(encoding="utf-8").splitlines()
        identity = next((line for line in lines if line.startswith("AGE-SECRET-KEY-")), "")
        if not identity:
            raise CommandError(f"{options['identity']} bukan kunci pembuka.")
        return restoring.restore(path=options["backup"], identity=identity, say=self.stdout.write)
