"""Acts of the assessment room: answering, linking evidence, signing, judging, recording stages."""

from lempu.kernel.assessment.services.answers import Saying, save_answer
from lempu.kernel.assessment.services.proofs import link_proof, unlink_proof
from lempu.kernel.assessment.services.rounds import (
    conclude,
    pass_on,
    return_round,
    sign_round,
    start_assessment,
)
from lempu.kernel.assessment.services.stages import record_stage, set_choices, set_window

__all__ = [
    "Saying",
    "conclude",
    "link_proof",
    "pass_on",
    "record_stage",
    "return_round",
    "save_answer",
    "set_choices",
    "set_window",
    "sign_round",
    "start_assessment",
    "unlink_proof",
]
