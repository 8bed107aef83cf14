"""Verifies a bundle; needs no database and no network."""

from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management.base import BaseCommand, CommandParser

from lempu.shared.proof import command


class Command(BaseCommand):
    help = "verify FILE.zip|FOLDER [--key PUB]: exits with 0 only when all holds"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("bundle")
        parser.add_argument("--key", default="")
        parser.add_argument("--quiet", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        words = [options["bundle"]]
        words += ["--key", options["key"]] if options["key"] else []
        words += ["--quiet"] if options["quiet"] else []
        raise SystemExit(command.run(words, check=_holds, method="pustaka cryptography (OpenSSL)"))


def _holds(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True
