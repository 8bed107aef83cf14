"""Taking in bytes, and making them visible."""

from lempu.kernel.files.services.previews import (
    Extract,
    NoPreview,
    extract,
    page_count,
    picture,
    thumbnail,
)
from lempu.kernel.files.services.store import store

__all__ = ["Extract", "NoPreview", "extract", "page_count", "picture", "store", "thumbnail"]
