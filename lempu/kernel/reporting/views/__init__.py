from lempu.kernel.reporting.views.follow_ups import (
    change,
    finish,
    follow_up,
    follow_up_file,
    follow_ups,
    propose,
    send_back,
    verify,
    withdraw,
)
from lempu.kernel.reporting.views.reports import index, letterhead, make, report, rows, write
from lempu.kernel.reporting.views.versions import download, number, sign, version

__all__ = [
    "change",
    "download",
    "finish",
    "follow_up",
    "follow_up_file",
    "follow_ups",
    "index",
    "letterhead",
    "make",
    "number",
    "propose",
    "report",
    "rows",
    "send_back",
    "sign",
    "verify",
    "version",
    "withdraw",
    "write",
]
