"""A real installation for the journeys: its own home, its own processes, real HTTP."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def environment(home, *, demo):
    ours = ("LEMPU_", "DJANGO_", "DATABASE_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return clean | {
        "LEMPU_HOME": str(home),
        "LEMPU_DEMO": "1" if demo else "0",
        "LEMPU_LOG_LEVEL": "WARNING",
        "LEMPU_KEEP_FREE_MB": "0",
    }


def lempu(home, *words, demo=False):
    """Run one `lempu` command to its end; returns what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "lempu", *words],
        env=environment(home, demo=demo),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, f"lempu {words}: {done.stdout}\n{done.stderr}"
    return done.stdout


@contextmanager
def serving(home, *, demo):
    """The address of a running installation."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "lempu", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, env=environment(home, demo=demo), cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, process)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _wait(address, process):
    for _ in range(240):
        assert process.poll() is None, "lempu serve ended"
        try:
            with urllib.request.urlopen(f"{address}/siap", timeout=5):
                return
        except OSError:
            time.sleep(0.25)
    raise AssertionError("lempu serve did not become ready")


def leave_stock(home):
    """Take the old files of the demo from the queue; the sweep asks for some each minute."""
    with closing(sqlite3.connect(home / "lempu.sqlite3")) as database, database:
        database.execute(
            "DELETE FROM django_tasks_database_dbtaskresult WHERE task_path LIKE '%.understand'"
        )


def copied(source, target):
    shutil.copytree(source, target)
    return target
