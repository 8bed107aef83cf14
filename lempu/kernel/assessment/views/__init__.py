from lempu.kernel.assessment.views.figures import gap, limits, row, rows, take
from lempu.kernel.assessment.views.managing import choices, stages, window
from lempu.kernel.assessment.views.questions import proofs, question, reply
from lempu.kernel.assessment.views.room import desk, judge, room, verdict
from lempu.kernel.assessment.views.sheet import index, page, sign, start

__all__ = [
    "choices",
    "desk",
    "gap",
    "index",
    "judge",
    "limits",
    "page",
    "proofs",
    "question",
    "reply",
    "room",
    "row",
    "rows",
    "sign",
    "stages",
    "start",
    "take",
    "verdict",
    "window",
]
