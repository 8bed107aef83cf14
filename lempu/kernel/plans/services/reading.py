"""Reading a file in a process of its own: bounded time, bounded memory, nothing else at risk."""

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from lempu.kernel.files.models import StoredFile
from lempu.kernel.plans.readers.errors import MESSAGES

SECONDS = 90
MAX_OUTPUT = 32 * 1024 * 1024
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Outcome:
    """``reading`` is the reader's JSON; empty when ``code`` says why there is none."""

    reading: dict[str, Any]
    took_ms: int
    code: str = ""
    message: str = ""


def read_apart(file: StoredFile, *, name: str) -> Outcome:
    """What ``lempu plan read --json`` says of a stored file.

    A child that takes more than SECONDS, dies, or says nothing that can be understood is
    ``too_large``: no office's plan needs that much.
    """
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        source = Path(folder) / "decree"
        with file.open() as content, source.open("wb") as target:
            while chunk := content.read(CHUNK):
                target.write(chunk)
        with (Path(folder) / "reading.json").open("w+b") as output:
            code = _run(source, name, output)
            answer = _understood(output)
    took_ms = round((time.monotonic() - begun) * 1000)
    if code == 0 and "programmes" in answer:
        return Outcome(answer, took_ms)
    error = answer.get("error", {"code": "too_large", "message": str(MESSAGES["too_large"])})
    return Outcome({}, took_ms, str(error["code"]), str(error["message"]))


def _run(source: Path, name: str, output: IO[bytes]) -> int:
    command = [sys.executable, "-m", "lempu", "plan", "read", str(source), "--json"]
    try:
        done = subprocess.run(  # noqa: S603 -- our own command; the name is one argument, never a shell
            [*command, f"--name={name}"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return -1
    return done.returncode


def _understood(output: IO[bytes]) -> dict[str, Any]:
    output.seek(0)
    try:
        answer = json.loads(output.read(MAX_OUTPUT))
    except (ValueError, MemoryError):
        return {}
    return answer if isinstance(answer, dict) else {}
