from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lempu.shared import acts


@acts.register
class Act(TextChoices):
    CLOSED = "closing.closed", _("Month closed")


class Perm:
    CLOSE = "closing.close"
