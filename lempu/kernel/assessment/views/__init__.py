from lempu.kernel.assessment.views.managing import choices, stages, window
from lempu.kernel.assessment.views.questions import proofs, question, reply
from lempu.kernel.assessment.views.room import desk, judge, room, verdict
from lempu.kernel.assessment.views.sheet import index, page, sign, start

__all__ = [
    "choices",
    "desk",
    "index",
    "judge",
    "page",
    "proofs",
    "question",
    "reply",
    "room",
    "sign",
    "stages",
    "start",
    "verdict",
    "window",
]
