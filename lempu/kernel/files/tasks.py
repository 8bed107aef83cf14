"""The clock sweeps what was laid down and never spoken of."""

from lempu.kernel.files import services
from lempu.shared.periodic import every


@every(name="files.sweep", minutes=60)
def sweep() -> None:
    services.sweep()
