"""Background work: making bundles, and clearing away what was fetched."""

from django_tasks import task

from lempu.kernel.bundles.services import asking
from lempu.shared.periodic import every


@task()
def run_bundle(bundle_id: int) -> None:
    asking.run_bundle(bundle_id)


@every(name="bundles.sweep", minutes=30)
def sweep() -> None:
    asking.sweep_bundles()
