"""Writing, making, numbering and signing reports; filing them; following recommendations up."""

from lempu.kernel.reporting.services.follow_ups import (
    Done,
    Recommendation,
    change_follow_up,
    finish_follow_up,
    propose_follow_up,
    send_back_follow_up,
    verify_follow_up,
    withdraw_follow_up,
)
from lempu.kernel.reporting.services.letters import choose_rows, set_letterhead, write_report
from lempu.kernel.reporting.services.versions import give_number, make_version, sign_version

__all__ = [
    "Done",
    "Recommendation",
    "change_follow_up",
    "choose_rows",
    "finish_follow_up",
    "give_number",
    "make_version",
    "propose_follow_up",
    "send_back_follow_up",
    "set_letterhead",
    "sign_version",
    "verify_follow_up",
    "withdraw_follow_up",
    "write_report",
]
