"""Having a file read by a bounded process of its own."""

import json
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from typing import IO, Any

import structlog

from lempu.kernel.files import understanding
from lempu.kernel.files.models import StoredFile
from lempu.kernel.files.services.previews import on_disk

log = structlog.get_logger(__name__)

PATIENCE_SECONDS = 90


@dataclass(slots=True)
class Answers:
    """What each step answered; ``ended`` is why there are no more, empty if all did."""

    by_step: dict[str, dict[str, Any]] = field(default_factory=dict)
    ended: str = ""


def look(file: StoredFile, job: dict[str, Any]) -> Answers:
    """Do the steps of ``job`` on the file."""
    with file.open() as content, on_disk(content) as source:
        return read(source, job)


def read(source: IO[bytes], job: dict[str, Any]) -> Answers:
    """Do the steps of ``job``. A process that ended keeps what it had answered."""
    command = [sys.executable, "-m", understanding.__name__, json.dumps(job)]
    try:
        done = subprocess.run(  # noqa: S603 -- our own module, no shell
            command, stdin=source, capture_output=True, timeout=PATIENCE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as late:
        return Answers(_lines(late.stdout or b""), "too_long")
    ended = _why(done.returncode)
    if ended:
        log.warning("file could not be read", kind=job["kind"], status=done.returncode)
    return Answers(_lines(done.stdout), ended)


def _why(status: int) -> str:
    """Ended by the system is too much; ended by itself is a file it did not understand."""
    if status in (-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGSEGV):
        return "too_long"
    return "broken" if status else ""


def _lines(output: bytes) -> dict[str, dict[str, Any]]:
    whole = output.split(b"\n")[:-1]
    answers = (json.loads(line) for line in whole if line.startswith(b"{"))
    return {answer.pop("step"): answer for answer in answers}
