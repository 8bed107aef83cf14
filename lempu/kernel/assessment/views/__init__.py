from lempu.kernel.assessment.views.excel import apply, dry_run, upload, workbook
from lempu.kernel.assessment.views.figures import gap, limits, row, rows, take
from lempu.kernel.assessment.views.managing import choices, stages, window
from lempu.kernel.assessment.views.nation import nation
from lempu.kernel.assessment.views.papers import lhe, presentation
from lempu.kernel.assessment.views.questions import proofs, question, reply
from lempu.kernel.assessment.views.room import desk, judge, room, verdict
from lempu.kernel.assessment.views.sheet import index, page, sign, start

__all__ = [
    "apply",
    "choices",
    "desk",
    "dry_run",
    "gap",
    "index",
    "judge",
    "lhe",
    "limits",
    "nation",
    "page",
    "presentation",
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
    "upload",
    "verdict",
    "window",
    "workbook",
]
