"""The clock keeps the index near the truth."""

from lempu.kernel.search import services
from lempu.shared.periodic import every


@every(name="search.refresh", minutes=0.25)
def refresh() -> None:
    services.refresh()
