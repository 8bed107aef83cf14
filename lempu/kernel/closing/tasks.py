"""The clock takes the readings of months that have ended."""

from lempu.kernel.closing.services import close_due
from lempu.shared.periodic import every


@every(name="closing.close_due", minutes=60)
def take_readings() -> int:
    return close_due()
