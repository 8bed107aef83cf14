"""Reserving, issuing and voiding numbers; how the office numbers."""

from lempu.kernel.numbering.services.numbers import Wanted, issue, reserve, take, void
from lempu.kernel.numbering.services.ways import code_units, continue_after, set_pattern

__all__ = [
    "Wanted",
    "code_units",
    "continue_after",
    "issue",
    "reserve",
    "set_pattern",
    "take",
    "void",
]
