"""Keeps web, worker and timer running: started again when one dies, stopped together.

Run as ``python -m lempu.shared.supervisor HOST PORT``. It knows nothing of Django, so that watching costs
a few megabytes and not another copy of the product.
"""

import signal
import subprocess
import sys
import time
from types import FrameType

PARTS = ("web", "worker", "timer")
#: A part that dies this often within a minute does not start; going on would only hide it.
DEATHS = 5


class Family:
    """The three processes of a small office."""

    def __init__(self, host: str, port: str) -> None:
        self.words = {name: [name] for name in PARTS}
        self.words["web"] += ["--host", host, "--port", port]
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.deaths: list[float] = []
        self.stopping = False

    def start(self, name: str) -> None:
        command = [sys.executable, "-m", "lempu", *self.words[name]]
        self.running[name] = subprocess.Popen(command)  # noqa: S603

    def keep(self) -> int:
        """Watch until told to stop (0) or until a part dies again and again (1)."""
        for name in PARTS:
            self.start(name)
        while not self.stopping:
            time.sleep(0.5)
            for name, process in list(self.running.items()):
                if process.poll() is None or self.stopping:
                    continue
                if self._dies_often():
                    sys.stderr.write(
                        f"`lempu {name}` berhenti berulang kali. Lihat catatan di atas.\n"
                    )
                    self._end()
                    return 1
                time.sleep(1)
                self.start(name)
        self._end()
        return 0

    def stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _dies_often(self) -> bool:
        now = time.monotonic()
        self.deaths = [*(death for death in self.deaths if now - death < 60), now]
        return len(self.deaths) >= DEATHS

    def _end(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


def main() -> None:
    family = Family(*sys.argv[1:3])
    signal.signal(signal.SIGTERM, family.stop)
    signal.signal(signal.SIGINT, family.stop)
    sys.exit(family.keep())


if __name__ == "__main__":
    main()
