"""From `lempu demo` to its first page, and what its processes weigh."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

PORT = 8077


def until_first_page(home):
    environment = os.environ | {"LEMPU_HOME": home, "LEMPU_LOG_LEVEL": "WARNING"}
    environment.pop("DATABASE_URL", None)
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "lempu", "demo", "--port", str(PORT)],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    while time.perf_counter() - begun < 300:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/masuk/", timeout=5):
                return process, time.perf_counter() - begun
        except OSError:
            time.sleep(0.1)
    raise SystemExit("no first page within 300 s")


def family(pid):
    """A process and all below it, whichever of its threads started them."""
    below = " ".join(
        each.read_text() for each in Path(f"/proc/{pid}/task").glob("*/children")
    ).split()
    return [pid, *(found for child in below for found in family(int(child)))]


def proportional_megabytes(pid):
    """Pss: shared pages are divided among those who share them."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def resident_megabytes(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main():
    with tempfile.TemporaryDirectory() as home:
        for name in ("empty home", "prepared home"):
            process, seconds = until_first_page(home)
            time.sleep(3)
            pids = family(process.pid)
            pss = sum(map(proportional_megabytes, pids))
            rss = sum(map(resident_megabytes, pids))
            print(f"{name:14} {seconds:5.1f} s to the first page; {len(pids)} processes, "
                  f"{pss:.0f} MB together ({rss:.0f} MB counting shared pages each time)")  # fmt: skip
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


if __name__ == "__main__":
    main()
