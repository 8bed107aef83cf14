"""Background work of the plans: reading decrees, and finding what a dead worker left."""

from django_tasks import task

from lempu.kernel.plans.services import imports
from lempu.shared.periodic import every


@task()
def read_import(import_id: int) -> None:
    imports.read_import(import_id)


@every(name="plans.sweep_imports", minutes=1)
def sweep_imports() -> None:
    imports.sweep_imports()
