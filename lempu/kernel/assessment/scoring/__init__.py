"""The evaluation sheet (LKE) as data, and what a filling of it scores. No database here.

Legal basis: the instrument itself names it (``lempu/data/instruments``). A new regulation is a new
file there, not new code.
"""

from lempu.kernel.assessment.scoring.answers import Sheet, read_sheet
from lempu.kernel.assessment.scoring.errors import FaultyAnswer, FaultyInstrument
from lempu.kernel.assessment.scoring.gap import AreaGap, gaps, worth
from lempu.kernel.assessment.scoring.instrument import Instrument, instruments, load
from lempu.kernel.assessment.scoring.path import Path, Step, cheapest
from lempu.kernel.assessment.scoring.score import Score, Test, score
from lempu.kernel.assessment.scoring.writing import as_text, to_json

__all__ = [
    "AreaGap",
    "FaultyAnswer",
    "FaultyInstrument",
    "Instrument",
    "Path",
    "Score",
    "Sheet",
    "Step",
    "Test",
    "as_text",
    "cheapest",
    "gaps",
    "instruments",
    "load",
    "read_sheet",
    "score",
    "to_json",
    "worth",
]
