from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lempu.shared import acts


@acts.register
class Act(TextChoices):
    CLOSED = "closing.closed", _("Month closed")
    READ = "closing.read", _("Readings of the desks taken")
    REPORTED = "closing.reported", _("Report of a desk made and offered as evidence")


class Outcome(TextChoices):
    """What became of one obligation when the readings of its month were taken."""

    MADE = "made", _("Report made, waits for its owner")
    SAME = "same", _("Nothing changed")
    NOTHING = "nothing", _("Nothing to measure")
    UNREADABLE = "unreadable", _("A measure could not be read")
    SETTLED = "settled", _("Submitted or accepted already, left as it is")


class Perm:
    VIEW = "closing.view"
    TAKE = "closing.take"
    CLOSE = "closing.close"
