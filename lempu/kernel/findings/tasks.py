"""The clock keeps findings near the truth."""

from lempu.kernel.findings import services
from lempu.shared.periodic import every


@every(name="findings.links", minutes=5)
def ask_links() -> None:
    services.ask_links()


@every(name="findings.refresh", minutes=0.25)
def refresh() -> None:
    services.refresh()
