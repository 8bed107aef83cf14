"""What the clock and the worker do for the ledger."""

from django_tasks import task

from lempu.kernel.ledger.services import checking, sealing
from lempu.shared.periodic import every


@task()
def run_check(check_id: int) -> None:
    checking.run_check(check_id)


@every(name="ledger.seal", minutes=15)
def seal() -> None:
    sealing.seal_due()


@every(name="ledger.sweep_checks", minutes=10)
def sweep_checks() -> None:
    checking.sweep_checks()
