"""Files that are kept are scanned for malware in the background, where a daemon is configured."""

import structlog

from lempu.kernel.files.enums import StepName, StepState
from lempu.kernel.files.models import Step, StoredFile
from lempu.kernel.files.services import scanner, steps

log = structlog.get_logger(__name__)


def check(file_id: int) -> bool:
    """Scan a stored file that waits; true when this run did. Malware is not given out any more."""
    claim, names = steps.take(file_id, [StepName.VIRUS])
    if not names:
        return False
    try:
        with StoredFile.objects.get(pk=file_id).open() as content:
            found = scanner.scan(content)
    except OSError as error:
        log.warning("malware scanner does not answer", reason=str(error)[:100])
        return steps.end(file_id, StepName.VIRUS, claim, state=StepState.FAILED, reason="no_daemon")
    state = StepState.FAILED if found else StepState.DONE
    reason = "infected" if found else ""
    return steps.end(file_id, StepName.VIRUS, claim, state=state, reason=reason)


def is_infected(file: StoredFile) -> bool:
    return Step.objects.filter(file=file, name=StepName.VIRUS, reason="infected").exists()
