from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lempu.shared.acts import register

#: In whose place the actor acted, in the payload of an entry: the key of a person.
BEHALF: Final = "on_behalf_of"
#: Acts whose texts are those of a decree, a public act: they stand in the entry itself.
OF_THE_DECREE: Final = frozenset(["plans.edited", "plans.enacted", "plans.amended"])


class Perm:
    """Permissions of this room."""

    VIEW = "ledger.view"
    SEAL = "ledger.seal"


@register
class Act(TextChoices):
    SEAL_ASKED = "ledger.seal_asked", _("Sealing of the ledger asked for")
    KEY_ROTATED = "ledger.key_rotated", _("Sealing handed over to a new key")
    KEY_LOST = "ledger.key_lost", _("New sealing key taken, the old one is lost")


class KeyReason(TextChoices):
    FIRST = "first", _("First key")
    ROTATED = "rotated", _("Handed over by the key before")
    LOST = "lost", _("The key before was lost")


class CheckState(TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    HOLDS = "holds", _("Holds")
    BROKEN = "broken", _("Broken")
