from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lempu.shared import acts


class Perm:
    """Permissions of this room."""

    EXPORT = "bundles.export"


@acts.register
class Act(TextChoices):
    EXPORTED = "bundles.exported", _("Year exported as a bundle of evidence")
    PROVED = "bundles.proved", _("One document exported with its proof")


class State(TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
