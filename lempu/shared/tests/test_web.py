"""The web server as an office starts it."""

import os
import socket
import subprocess
import sys
import time

import pytest

HELLO = b"GET /sehat HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def ask(port, seconds):
    """A connection on which /sehat was answered and which stays open."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=seconds)
    connection.settimeout(seconds)
    connection.sendall(HELLO)
    assert connection.recv(12) == b"HTTP/1.1 200"
    return connection


@pytest.fixture
def port(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    command = [sys.executable, "-m", "lempu", "web", "--port", str(free)]
    server = subprocess.Popen(command, env={**os.environ, "LEMPU_HOME": str(tmp_path)})
    try:
        for _ in range(240):
            try:
                ask(free, 5).close()
                break
            except OSError:
                time.sleep(0.25)
        yield free
    finally:
        server.terminate()
        server.wait(timeout=15)


def test_browsers_that_stay_connected_keep_nobody_out(port):
    kept = []
    try:
        for _ in range(60):
            kept.append(ask(port, 5))
    finally:
        for connection in kept:
            connection.close()

    assert len(kept) == 60
