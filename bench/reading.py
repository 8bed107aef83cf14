"""How long the Luwu decree takes to read, from each rendition."""

import os
import subprocess
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lempu.config.settings.test")

import django

django.setup()

from lempu.kernel.plans.readers import read  # noqa: E402

FILES = Path(__file__).resolve().parents[1] / "lempu/kernel/plans/tests/files"


def main():
    for ending in ("txt", "docx", "pdf"):
        source = FILES / f"luwu-2025.{ending}"
        begun = time.perf_counter()
        reading = read(source)
        inside = time.perf_counter() - begun
        begun = time.perf_counter()
        command = [sys.executable, "-m", "lempu", "plan", "read", str(source), "--json"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        alone = time.perf_counter() - begun
        ticks = reading.to_json()["totals"]["obligations"]
        print(
            f"{ending:5} {inside:5.2f} s in the process, {alone:5.2f} s as a command, {ticks} ticks"
        )


if __name__ == "__main__":
    main()
