"""Who proves a row in the place of a colleague on leave: the ledger says so."""

from typing import TYPE_CHECKING, Any

from lempu.kernel.evidence.rules import represented
from lempu.kernel.ledger.registry import represents
from lempu.kernel.obligations.models import Obligation

if TYPE_CHECKING:
    from lempu.kernel.accounts.models import User


@represents("evidence")
@represents("obligations")
def in_whose_name(actor: "User", subject: Any) -> "User | None":
    return represented(actor, subject) if isinstance(subject, Obligation) else None
