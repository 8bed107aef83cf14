"""Why a file could not be read, in words a person can act on."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: Final[dict[str, "str | Promise"]] = {
    "not_supported": _(
        "This kind of file cannot be read. Upload the decree as Word (.docx), Excel (.xlsx), "
        "PDF, CSV or plain text."
    ),
    "old_word": _(
        "This is a Word file of the old kind (.doc). Open it, save it as .docx and upload it again."
    ),
    "empty": _("The file is empty. Check the file on your computer and upload it again."),
    "encrypted": _(
        "The file is locked by a password. Save a copy without a password and upload it again."
    ),
    "damaged": _(
        "The file is damaged or was cut off while it was copied. Open it on your computer, "
        "save it again and upload the new copy."
    ),
    "too_large": _(
        "The file is too large for a plan: at most 20,000 rows, 200 pages and 64 MB of content "
        "are read. Keep only the decree and its annex and upload it again."
    ),
    "too_much": _(
        "The file takes too much work to read: its pages hold far more lines, shapes or letters than "
        "an action plan. Save only the decree and its annex as a new file and upload that."
    ),
    "no_table": _(
        "No table was found in the file. Upload the decree together with the table of its annex."
    ),
    "no_months": _(
        "A table was found, but no column tells the months. The table needs twelve month columns, "
        "four quarter columns or one column with the time in words."
    ),
    "no_rows": _(
        "The table of the plan has its headings, but no rows yet. Fill in the rows and upload the "
        "file again."
    ),
    "not_a_plan": _(
        "The tables in this file are not an action plan. The table needs columns for the activity, "
        "the indicator and the months."
    ),
    "scan": _(
        "This decree is a scan; its table cannot be read yet. Enter it in the grid or use our "
        "Excel form."
    ),
}


class UnreadableFile(Exception):
    """The file is not a plan we can read; ``code`` says why and ``message`` what to do.

    Codes: not_supported, empty, encrypted, damaged, too_large, too_much, no_table, no_months, no_rows,
    not_a_plan, scan. A file with the code ``scan`` is worth keeping: it is a decree that people
    can read.
    """

    def __init__(self, code: str, message: "str | Promise | None" = None) -> None:
        self.code = code
        self.message = MESSAGES[code] if message is None else message
        super().__init__(code)

    def __str__(self) -> str:
        return str(self.message)

    @property
    def is_scan(self) -> bool:
        return self.code == "scan"
