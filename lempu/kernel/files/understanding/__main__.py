"""Reads files, each in a process of its own that this one forks: starting costs milliseconds.

This process never looks into a file. It ends when nobody asked for a while, and with who started it.
"""

import gc
import json
import os
import select
import socket
import sys
from typing import Any

from lempu.kernel.files.understanding.bounds import bound, end_with_parent
from lempu.kernel.files.understanding.work import load, work

IDLE_SECONDS = 30
LONGEST_JOB = 4096


def serve(line: socket.socket) -> None:
    """Take a job with two handles (the file, where to answer), say how its process ended, and again."""
    while select.select([line], [], [], IDLE_SECONDS)[0]:
        words, handles, _flags, _from = socket.recv_fds(line, LONGEST_JOB, 2)
        if not words:
            return
        job = json.loads(words)
        load(job)
        gc.freeze()  # what is here by now is shared with every process
        status = _apart(line, job, *handles)
        line.sendall(f"{status}\n".encode())


def _apart(line: socket.socket, job: dict[str, Any], source: int, answers: int) -> int:
    """The exit code of the process that did the job; a signal counts below zero."""
    pid = os.fork()
    if not pid:
        line.close()
        _work(job, source, answers)
    os.close(source)
    os.close(answers)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _work(job: dict[str, Any], source: int, answers: int) -> None:
    """Do the job and end, whatever happens."""
    code = 1
    try:
        bound()
        with os.fdopen(source, "rb") as content, os.fdopen(answers, "wb") as said:
            work(content, job, said)
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    end_with_parent()
    serve(socket.socket(fileno=int(sys.argv[1])))
