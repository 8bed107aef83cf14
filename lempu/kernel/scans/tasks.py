"""The clock looks into the folders of scans."""

from lempu.kernel.scans import services
from lempu.shared.periodic import every


@every(name="scans.sweep", minutes=0.5)
def sweep() -> None:
    services.sweep()
