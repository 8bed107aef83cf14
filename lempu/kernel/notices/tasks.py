"""What the clock does for the reminders. Each may run twice: rows are claimed, steps noted once."""

from django.utils import timezone

from lempu.kernel.notices.services import decisions, digests, invitations, outbox, reminders
from lempu.shared.periodic import every


@every(name="notices.tell_decisions", minutes=1)
def tell_decisions() -> None:
    decisions.tell_decisions(timezone.now())


@every(name="notices.remind", minutes=5)
def remind() -> None:
    reminders.remind_offices(timezone.now())


@every(name="notices.write_digests", minutes=5)
def write_digests() -> None:
    digests.write_digests(timezone.now())


@every(name="notices.send_mail", minutes=0.5)
def send_mail() -> None:
    outbox.send_due()


@every(name="notices.post_invitations", minutes=0.5)
def post_invitations() -> None:
    invitations.post_invitations()


@every(name="notices.sweep", minutes=60 * 24)
def sweep() -> None:
    outbox.sweep(timezone.now())
