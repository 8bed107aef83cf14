"""Writing the ledger: entries, and the seals that stand over them."""

from lempu.kernel.ledger.services.checking import ask_check, run_check, sweep_checks
from lempu.kernel.ledger.services.keys import current_key, rotate_key
from lempu.kernel.ledger.services.recording import record
from lempu.kernel.ledger.services.sealing import seal_due, seal_office, seal_offices
from lempu.kernel.ledger.services.stamping import stamp_due

__all__ = [
    "ask_check",
    "current_key",
    "record",
    "rotate_key",
    "run_check",
    "seal_due",
    "seal_office",
    "seal_offices",
    "stamp_due",
    "sweep_checks",
]
