"""What is asked for, what is there, and what a person sees of it."""

from lempu.kernel.evidence.selectors.content import (
    Need,
    checklist,
    content_hash,
    fingerprint_of,
    manifest,
    missing,
)
from lempu.kernel.evidence.selectors.findings import findings_of, is_dated_outside, span_of
from lempu.kernel.evidence.selectors.guesses import guess_kind
from lempu.kernel.evidence.selectors.history import Line, history, last_return
from lempu.kernel.evidence.selectors.records import Offer, offers_for, served_by
from lempu.kernel.evidence.selectors.rows import (
    Neighbours,
    neighbours,
    open_for,
    provable_by,
    reusable,
)
from lempu.kernel.evidence.selectors.sights import Sight, sight_of
from lempu.kernel.plans.suggestions import kind_label

__all__ = [
    "Line",
    "Need",
    "Neighbours",
    "Offer",
    "Sight",
    "checklist",
    "content_hash",
    "findings_of",
    "fingerprint_of",
    "guess_kind",
    "history",
    "is_dated_outside",
    "kind_label",
    "last_return",
    "manifest",
    "missing",
    "neighbours",
    "offers_for",
    "open_for",
    "provable_by",
    "reusable",
    "served_by",
    "sight_of",
    "span_of",
]
