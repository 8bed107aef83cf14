"""Background work on files: a task makes it fast, the sweep finds what a dead worker left."""

from django_tasks import task

from lempu.kernel.files.services import reading, recognition, steps, virus
from lempu.kernel.files.services.sweep import sweep as remove_unspoken
from lempu.kernel.files.services.uploads import sweep_uploads
from lempu.shared.periodic import every

#: Imports, mails and reports go before files; what somebody sends now before a stock of old ones.
FRESH, STOCK = -10, -90


@task(priority=FRESH)
def understand(file_id: int) -> None:
    """The quick steps of a file."""
    virus.check(file_id)
    reading.understand(file_id)


@every(name="files.ask", minutes=1)
def ask() -> None:
    steps.sweep()
    recognition.sweep()


@every(name="files.recognise", minutes=0.1)
def recognise() -> None:
    """Minutes of work, so it never keeps an import or a mail waiting: a thread of the timer."""
    recognition.start_apart()


@every(name="files.sweep", minutes=60)
def sweep() -> None:
    """What was laid down and never spoken of, and uploads nobody went on with."""
    remove_unspoken()
    sweep_uploads()
