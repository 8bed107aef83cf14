from lempu.kernel.evidence.views.acts import (
    add_files,
    add_link,
    add_record,
    reuse,
    state_nil,
    state_undone,
    submit,
    take_back,
)
from lempu.kernel.evidence.views.page import page
from lempu.kernel.evidence.views.pieces import edit, replace, withdraw
from lempu.kernel.evidence.views.send import send
from lempu.kernel.evidence.views.sights import (
    again,
    download,
    look,
    preview,
    searchable,
    thumbnail,
)

__all__ = [
    "add_files",
    "add_link",
    "add_record",
    "again",
    "download",
    "edit",
    "look",
    "page",
    "preview",
    "replace",
    "reuse",
    "searchable",
    "send",
    "state_nil",
    "state_undone",
    "submit",
    "take_back",
    "thumbnail",
    "withdraw",
]
