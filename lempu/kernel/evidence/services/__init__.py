"""Offering proof, and sending it to the reviewer."""

from lempu.kernel.evidence.services.offering import (
    Content,
    Details,
    add_evidence,
    add_uploaded,
    add_uploaded_version,
    add_version,
    describe_evidence,
    reuse_evidence,
    used_for,
    withdraw_evidence,
)
from lempu.kernel.evidence.services.records import offer_record, source_of
from lempu.kernel.evidence.services.submitting import state_nil, submit, withdraw_submission

__all__ = [
    "Content",
    "Details",
    "add_evidence",
    "add_uploaded",
    "add_uploaded_version",
    "add_version",
    "describe_evidence",
    "offer_record",
    "reuse_evidence",
    "source_of",
    "state_nil",
    "submit",
    "used_for",
    "withdraw_evidence",
    "withdraw_submission",
]
