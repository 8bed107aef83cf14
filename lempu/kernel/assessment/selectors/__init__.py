"""Reads of the assessment room."""

from lempu.kernel.assessment.selectors.answers import (
    Given,
    current_round,
    given_in,
    sheet_of,
    typed,
)
from lempu.kernel.assessment.selectors.content import content_of, proofs_of, submitted_proofs
from lempu.kernel.assessment.selectors.outline import Line, Part, items_of, neighbours, outline
from lempu.kernel.assessment.selectors.scores import Scores, scores_of

__all__ = [
    "Given",
    "Line",
    "Part",
    "Scores",
    "content_of",
    "current_round",
    "given_in",
    "items_of",
    "neighbours",
    "outline",
    "proofs_of",
    "scores_of",
    "sheet_of",
    "submitted_proofs",
    "typed",
]
