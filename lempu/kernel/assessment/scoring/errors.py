"""What may be wrong with an instrument or with the answers to it."""

from lempu.shared.errors import DomainError


class FaultyInstrument(DomainError):
    """The file of an instrument contradicts itself; the message says where."""


class FaultyAnswer(DomainError):
    """One answer of a sheet cannot be taken; ``item`` is the id it was given for."""

    def __init__(self, message: str, *, code: str, item: str = "") -> None:
        super().__init__(message, code=code)
        self.item = item
