"""What may be wrong with an instrument or with the answers to it."""

import json
from typing import Any

from lempu.shared.errors import DomainError

#: What is named in a refusal is cut after so many letters.
LONGEST = 80


class FaultyInstrument(DomainError):
    """The file of an instrument contradicts itself; the message says where."""


class FaultyAnswer(DomainError):
    """One answer of a sheet cannot be taken; ``item`` is the id it was given for."""

    def __init__(self, message: str, *, code: str, item: str = "") -> None:
        super().__init__(message, code=code)
        self.item = item


def readable(value: Any) -> str:
    """A name or value of a file as a line can show it: in one piece, without signs that act on a screen."""
    is_plain = isinstance(value, str) and value.strip() and value.isprintable()
    text = value if is_plain else json.dumps(value, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
