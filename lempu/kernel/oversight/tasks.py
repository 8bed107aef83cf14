"""The clock keeps the tallies near the truth, so that an overview has little left to count."""

from lempu.kernel.oversight.services import tallies
from lempu.shared.periodic import every
from lempu.shared.periods import today


@every(name="oversight.refresh_tallies", minutes=1)
def refresh_tallies() -> None:
    tallies.refresh_tallies(today())
