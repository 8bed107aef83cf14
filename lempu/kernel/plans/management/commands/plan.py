"""``lempu plan read FILE``: what the reader makes of a decree, without the database."""

import json
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from lempu.kernel.plans.readers import UnreadableFile, read
from lempu.kernel.plans.readers.errors import MESSAGES
from lempu.kernel.plans.readers.structure import Finding, Reading

CPU_SECONDS = 60
MEMORY_BYTES = 448 * 1024 * 1024
OUTPUT_BYTES = 32 * 1024 * 1024


class Command(BaseCommand):
    """The one door to the readers; the worker goes through it too.

    The process bounds its own time, memory and output, so that a hostile file ends here and takes
    nothing with it. Exits 1 with one line on stderr when the file is not a plan; with ``--json``
    standard output then holds ``{"error": {"code", "message"}}``.
    """

    help = "Read a decree (Word, Excel, PDF, CSV, text) without touching the database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        reading = acts.add_parser("read", help="read FILE and say what is in it")
        reading.add_argument("file", metavar="FILE")
        reading.add_argument("--json", action="store_true", help="print the reading as JSON")
        reading.add_argument("--name", default="", help="the name the file had when it was given")

    def handle(self, *args: Any, **options: Any) -> None:
        bound_this_process()
        path = Path(options["file"])
        try:
            reading = read(path, name=options["name"] or path.name)
        except UnreadableFile as refusal:
            self._refuse(refusal.code, str(refusal), as_json=options["json"])
        except FileNotFoundError:
            self._refuse("not_found", _("There is no such file."), as_json=options["json"])
        except (MemoryError, RecursionError):
            self._refuse("too_large", str(MESSAGES["too_large"]), as_json=options["json"])
        else:
            self._print(reading, as_json=options["json"])

    def _print(self, reading: Reading, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(reading.to_json(), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(verdict_of(reading)))

    def _refuse(self, code: str, message: str, *, as_json: bool) -> NoReturn:
        if as_json:
            error = {"error": {"code": code, "message": message}}
            self.stdout.write(json.dumps(error, ensure_ascii=False))
        self.stderr.write(message)
        raise SystemExit(1)


def bound_this_process() -> None:
    """Limit seconds of CPU, bytes of memory and of output; a system without limits has none."""
    try:
        import resource  # noqa: PLC0415 -- optional dependency
    except ImportError:
        return
    wanted = (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, limit in wanted:
        _soft, hard = resource.getrlimit(kind)
        if hard == resource.RLIM_INFINITY or limit <= hard:
            resource.setrlimit(kind, (limit, hard))


def verdict_of(reading: Reading) -> list[str]:
    """The reading in a few lines a person can judge: decree, totals, findings."""
    totals = reading.totals()
    lines = [
        reading.decree.title or _("A plan without the title of a decree"),
        _(
            "%(programmes)s programmes, %(activities)s activities, %(sub_activities)s "
            "sub-activities, %(parts)s parts, %(indicators)s indicators, "
            "%(obligations)s obligations"
        )
        % totals,
        "",
    ]
    lines += [_line(finding) for finding in reading.findings]
    return lines if reading.findings else [*lines, _("No findings.")]


def _line(finding: Finding) -> str:
    sign = {"must": "!", "look": "?", "note": "-"}[finding.severity]
    return f"{sign} {finding.row or '':<6} {finding.message} {finding.action}".rstrip()
