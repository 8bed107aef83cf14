"""What happens beside the request, and what the clock does."""

from django.utils import timezone
from django_tasks import task

from lempu.kernel.identity.services import guessing, passwords
from lempu.shared.periodic import every


@task()
def write_links(name: str) -> int:
    """In the background, so that the answer takes as long for a name nobody has."""
    return passwords.write_links(name=name)


@every(name="identity.sweep", minutes=60)
def sweep() -> None:
    guessing.sweep(timezone.now())
