"""The evaluation sheet (LKE) as data, and what a filling of it scores. No database here.

Legal basis: the instrument itself names it (``lempu/data/instruments``). A new regulation is a new
file there, not new code.
"""

from lempu.kernel.assessment.scoring.answers import Sheet, read_sheet
from lempu.kernel.assessment.scoring.errors import FaultyAnswer, FaultyInstrument
from lempu.kernel.assessment.scoring.instrument import Instrument, instruments, load
from lempu.kernel.assessment.scoring.score import Score, Test, score
from lempu.kernel.assessment.scoring.writing import as_text, to_json

__all__ = [
    "FaultyAnswer",
    "FaultyInstrument",
    "Instrument",
    "Score",
    "Sheet",
    "Test",
    "as_text",
    "instruments",
    "load",
    "read_sheet",
    "score",
    "to_json",
]
