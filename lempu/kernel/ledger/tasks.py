"""What the clock and the worker do for the ledger."""

import subprocess
import sys

from django_tasks import task

from lempu.kernel.ledger.services import checking, sealing, stamping
from lempu.shared.periodic import every


@task()
def run_check(check_id: int) -> None:
    checking.run_check(check_id)


@every(name="ledger.seal", minutes=15)
def seal() -> None:
    sealing.seal_due()


@every(name="ledger.stamp", minutes=15)
def stamp() -> None:
    if stamping.is_on() and stamping.unstamped():
        fetch_stamps.enqueue()


@task()
def fetch_stamps() -> None:
    """A process of its own loads the cryptography and may wait for the authority."""
    subprocess.run([sys.executable, "-m", "lempu", "stamp"], check=False, timeout=600)


@every(name="ledger.sweep_checks", minutes=10)
def sweep_checks() -> None:
    checking.sweep_checks()
