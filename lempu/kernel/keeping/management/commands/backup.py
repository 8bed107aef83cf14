"""Makes a back-up, makes the key for it, or tries the newest one out."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lempu.kernel.keeping.services import backing, envelope, trials
from lempu.shared.errors import DomainError


class Command(BaseCommand):
    help = "backup [--to FOLDER] [--recipient age1...] | --new-key FILE | --try --identity FILE"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to", default=settings.BACKUP_FOLDER, help="folder (LEMPU_BACKUP_FOLDER)"
        )
        parser.add_argument(
            "--recipient", default=settings.BACKUP_RECIPIENT, help="LEMPU_BACKUP_RECIPIENT"
        )
        parser.add_argument("--new-key", type=Path, help="make the key that opens back-ups")
        parser.add_argument("--try", action="store_true", help="bring the newest back on trial")
        parser.add_argument("--identity", type=Path, help="the key that opens")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new_key"]:
            self._new_key(options["new_key"])
            return
        if not options["to"]:
            raise CommandError("Sebut folder cadangan: --to FOLDER, atau LEMPU_BACKUP_FOLDER.")
        folder = Path(options["to"]).resolve()
        try:
            if options["try"]:
                self._try(folder, options["identity"])
            else:
                self._back_up(folder, options["recipient"])
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal

    def _new_key(self, path: Path) -> None:
        if path.exists():
            raise CommandError(f"{path} sudah ada; kunci tidak ditimpa.")
        identity, recipient = envelope.new_identity()
        path.touch(mode=0o600)
        path.write_text(
            f"# Pembuka cadangan Lempu. Untuk: {recipient}\n{identity}\n", encoding="utf-8"
        )
        self.stdout.write(
            f"Kunci pembuka: {path}\nSimpan di luar mesin ini. Tanpa itu cadangan tidak dapat dibuka.\n"
            f"LEMPU_BACKUP_RECIPIENT={recipient}"
        )

    def _back_up(self, folder: Path, recipient: str) -> None:
        if not recipient:
            raise CommandError(
                "Sebut untuk siapa: --recipient age1..., dari lempu backup --new-key FILE."
            )
        row = backing.back_up(folder=folder, recipient=recipient)
        gone = len(list(backing.thin_out(folder, settings.BACKUP_KEEP)))
        self.stdout.write(
            f"{folder / row.name}: {row.size} bita, {row.seconds} detik, {gone} lama dihapus."
        )

    def _try(self, folder: Path, identity: Path | None) -> None:
        if identity is None:
            raise CommandError("Sebut kunci pembuka: --identity FILE.")
        holds, told = trials.try_out(path=trials.newest(folder), identity_file=identity)
        self.stdout.write(f"{'Pulih utuh' if holds else 'TIDAK PULIH'}: {told}")
        if not holds:
            sys.exit(1)
