"""Taking in bytes, and making them visible."""

from lempu.kernel.files.services.previews import (
    Extract,
    NoPreview,
    extract,
    page_count,
    picture,
    thumbnail,
)
from lempu.kernel.files.services.store import Taken, reference, store, take_in
from lempu.kernel.files.services.sweep import STAY, Swept, sweep

__all__ = [
    "STAY",
    "Extract",
    "NoPreview",
    "Swept",
    "Taken",
    "extract",
    "page_count",
    "picture",
    "reference",
    "store",
    "sweep",
    "take_in",
    "thumbnail",
]
