"""What a report says, who signs it, what changed, and what is still to be followed up."""

from lempu.kernel.reporting.selectors.calendar import Entry, reports_of_year
from lempu.kernel.reporting.selectors.changes import Change, changes_between
from lempu.kernel.reporting.selectors.letters import (
    CARRIED,
    blank_report,
    filled,
    letterhead_of,
    missing_of,
    suggested_institution,
)
from lempu.kernel.reporting.selectors.rows import Asking, asking_rows, obligations_for
from lempu.kernel.reporting.selectors.snapshot import recommendations_of, snapshot_of
from lempu.kernel.reporting.selectors.waiting import follow_ups_of, owed_by, to_check, to_sign

__all__ = [
    "CARRIED",
    "Asking",
    "Change",
    "Entry",
    "asking_rows",
    "blank_report",
    "changes_between",
    "filled",
    "follow_ups_of",
    "letterhead_of",
    "missing_of",
    "obligations_for",
    "owed_by",
    "recommendations_of",
    "reports_of_year",
    "snapshot_of",
    "suggested_institution",
    "to_check",
    "to_sign",
]
