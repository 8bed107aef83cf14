"""What a file is, and whether it is more than it says."""

from lempu.kernel.files.selectors.dangers import danger_of
from lempu.kernel.files.selectors.kinds import media_type_of, tidy_name
from lempu.kernel.files.selectors.progress import Progress, facts_of, lines_of, progress_of
from lempu.kernel.files.selectors.texts import (
    LEAF,
    files_to_compare,
    files_to_find,
    page_at,
    text_of,
)

__all__ = [
    "LEAF",
    "Progress",
    "danger_of",
    "facts_of",
    "files_to_compare",
    "files_to_find",
    "lines_of",
    "media_type_of",
    "page_at",
    "progress_of",
    "text_of",
    "tidy_name",
]
