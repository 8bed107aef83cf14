"""Taking in bytes, and making them visible."""

from lempu.kernel.files.selectors import tidy_name
from lempu.kernel.files.services.previews import (
    Extract,
    NoPreview,
    extract,
    page_count,
    picture,
    thumbnail,
)
from lempu.kernel.files.services.steps import ask, compared, found, try_again
from lempu.kernel.files.services.store import Taken, reference, store, take_in
from lempu.kernel.files.services.sweep import STAY, Swept, sweep
from lempu.kernel.files.services.uploads import (
    append,
    begin,
    collected,
    discard,
    sweep_uploads,
    use,
)
from lempu.kernel.files.services.virus import is_infected

__all__ = [
    "STAY",
    "Extract",
    "NoPreview",
    "Swept",
    "Taken",
    "append",
    "ask",
    "begin",
    "collected",
    "compared",
    "discard",
    "extract",
    "found",
    "is_infected",
    "page_count",
    "picture",
    "reference",
    "store",
    "sweep",
    "sweep_uploads",
    "take_in",
    "thumbnail",
    "tidy_name",
    "try_again",
    "use",
]
