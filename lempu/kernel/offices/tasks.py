"""What the clock does for people and offices."""

from lempu.kernel.offices import services
from lempu.shared.periodic import every


@every(name="offices.complete_departures", minutes=10)
def complete_departures() -> None:
    """Whoever has left by now hands over, and their access stops."""
    services.complete_departures()
