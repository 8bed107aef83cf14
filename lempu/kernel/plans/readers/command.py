"""``lempu plan read FILE``: what the reader makes of a decree.

The one door to the readers; the worker goes through it too. The process bounds its own time, memory
and output, so that a hostile file ends here and takes nothing with it. It loads neither models nor
the database: that is most of its speed and memory.
"""

import argparse
import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType

import django
from django.utils.translation import gettext as _

from lempu.kernel.plans.readers.errors import MESSAGES, UnreadableFile
from lempu.kernel.plans.readers.structure import Finding, Reading

try:
    import resource
except ImportError:  # pragma: no cover -- not on Windows
    resource = None  # type: ignore[assignment]

CPU_SECONDS = 30
#: What the process may write to for itself; a decree takes 30 MB of it.
MEMORY_BYTES = 112 * 1024 * 1024
OUTPUT_BYTES = 32 * 1024 * 1024


def main(words: list[str]) -> int:
    """Exits 1 with one line on stderr when the file is not a plan; with ``--json`` standard output
    then holds ``{"error": {"code", "message"}}``."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "lempu.config.settings.reading"
    django.setup()
    given = _arguments().parse_args(words)
    path = Path(given.file)
    try:
        if resource is not None:
            bound_this_process()
        reading = _read(path, given.name or path.name)
    except UnreadableFile as refusal:
        return _refuse(refusal.code, str(refusal), as_json=given.json)
    except FileNotFoundError:
        return _refuse("not_found", _("There is no such file."), as_json=given.json)
    except _TooMuch:
        return _refuse("too_much", str(MESSAGES["too_much"]), as_json=given.json)
    except (MemoryError, RecursionError):
        unbind_memory()
        return _refuse("too_large", str(MESSAGES["too_large"]), as_json=given.json)
    told = _as_json(reading.to_json()) if given.json else "\n".join(verdict_of(reading))
    sys.stdout.write(told + "\n")
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("lempu plan", description=__doc__)
    reading = parser.add_subparsers(dest="act", required=True).add_parser(
        "read", help="read FILE and say what is in it"
    )
    reading.add_argument("file", metavar="FILE")
    reading.add_argument("--json", action="store_true", help="print the reading as JSON")
    reading.add_argument("--name", default="", help="the name the file had when it was given")
    return parser


def _read(path: Path, name: str) -> Reading:
    # Loaded within the bounds, since loading a library is work too.
    from lempu.kernel.plans.readers import read  # noqa: PLC0415

    return read(path, name=name)


def _refuse(code: str, message: str, *, as_json: bool) -> int:
    if as_json:
        sys.stdout.write(_as_json({"error": {"code": code, "message": message}}) + "\n")
    sys.stderr.write(message + "\n")
    return 1


def _as_json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1)


class _TooMuch(BaseException):
    """The seconds are used up. No ``Exception``: a reader that forgives much must not forgive this."""


def _time_is_up(number: int, frame: FrameType | None) -> None:
    raise _TooMuch


def bound_this_process() -> None:
    """Limit seconds of CPU, bytes of memory and of output; a system without limits has none."""
    wanted = (
        (resource.RLIMIT_DATA, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, limit in wanted:
        _soft, hard = resource.getrlimit(kind)
        if hard == resource.RLIM_INFINITY or limit <= hard:
            resource.setrlimit(kind, (limit, hard))
    # First a signal that becomes a refusal in words; the end itself comes a little later.
    signal.signal(signal.SIGXCPU, _time_is_up)
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    last = CPU_SECONDS + 5 if hard == resource.RLIM_INFINITY else min(hard, CPU_SECONDS + 5)
    resource.setrlimit(resource.RLIMIT_CPU, (min(CPU_SECONDS, last), last))


def unbind_memory() -> None:
    """Room for the words of the refusal."""
    if resource is not None:
        _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


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
