"""One process forks for every file: what becomes of it, and of the next file, when one is ended."""

import os
import signal
import socket
import tempfile
import threading
from pathlib import Path

import pytest

from lempu.kernel.files.services import apart

TEXT = {"steps": ["text"], "kind": "text/plain"}


@pytest.fixture
def source():
    with tempfile.TemporaryFile() as file:
        file.write(b"Notulen rapat")
        file.flush()
        yield file


@pytest.fixture
def long():
    with tempfile.TemporaryFile() as file:
        file.write(" ".join(f"kata{number}" for number in range(30_000)).encode())
        file.flush()
        yield file


@pytest.fixture
def reader(source):
    assert words(source) == "Notulen rapat"
    yield apart._own.reader
    apart.rest()


def words(source) -> str:
    ((_label, text),) = apart.read(source, TEXT).by_step["text"]["pages"]
    return text


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def end_when_busy(pid: int, victim) -> threading.Thread:
    """Kill who reads a file, or who forked it, as soon as a file is being read."""

    def wait():
        while not (found := children(pid)):
            pass
        os.kill(victim(found), signal.SIGKILL)

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


def test_files_are_read_by_processes_of_one_that_stays(reader, source):
    assert words(source) == "Notulen rapat"
    assert apart._own.reader is reader
    assert children(reader.process.pid) == []


def test_a_killed_file_takes_nothing_else_down(reader, source, long):
    killing = end_when_busy(reader.process.pid, lambda found: found[0])

    answers = apart.read(long, {**TEXT, "steps": ["text"] * 100})

    killing.join()
    assert answers.ended == "too_long"
    assert words(source) == "Notulen rapat"
    assert apart._own.reader is reader


def test_when_the_one_that_stays_is_killed_its_file_fails_and_another_begins(
    reader, source, long, monkeypatch
):
    monkeypatch.setattr(apart, "PATIENCE_SECONDS", 4)
    killing = end_when_busy(reader.process.pid, lambda _found: reader.process.pid)

    assert apart.read(long, {**TEXT, "steps": ["text"] * 100}).ended == "too_long"

    killing.join()
    assert words(source) == "Notulen rapat"
    assert apart._own.reader is not reader


def test_one_that_went_to_rest_is_followed_by_another(reader, source):
    reader.line.shutdown(socket.SHUT_WR)
    reader.process.wait()

    assert words(source) == "Notulen rapat"
    assert apart._own.reader is not reader


def test_a_file_that_takes_too_long_is_given_up(reader, source, long, monkeypatch):
    monkeypatch.setattr(apart, "PATIENCE_SECONDS", 0.2)

    assert apart.read(long, {**TEXT, "steps": ["text"] * 100}).ended == "too_long"

    monkeypatch.undo()
    assert reader.process.returncode == -signal.SIGKILL
    assert words(source) == "Notulen rapat"


def test_it_knows_no_secrets(monkeypatch, source):
    monkeypatch.setenv("LEMPU_SECRET_KEY", "rahasia")
    monkeypatch.setenv("DATABASE_URL", "postgresql://rahasia")
    apart.rest()
    words(source)

    known = Path(f"/proc/{apart._own.reader.process.pid}/environ").read_bytes()

    assert b"rahasia" not in known
    apart.rest()
