from enum import Enum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lempu.shared import acts


class Sort(TextChoices):
    """How the rows of an overview are put in order, as it stands in the address."""

    RANK = "peringkat", _("Ranking")
    NAME = "nama", _("Name")
    LATE = "terlambat", _("Most late")
    RISK = "berisiko", _("Most at risk")


class Across(Enum):
    """What the lines of an overview are read against."""

    NOTHING = "nothing"
    MONTH = "month"
    AREA = "area"


class Why(TextChoices):
    """Why an office counts as not started."""

    NO_PLAN = "rencana", _("No enacted plan this year")
    NO_PROOF = "bukti", _("Nothing submitted for this month")


@acts.register
class Act(TextChoices):
    HANDED_DOWN = "oversight.handed_down", _("Plan handed down as a template")
    WITHDRAWN = "oversight.template_withdrawn", _("Template withdrawn")


class Perm:
    VIEW = "oversight.view"
    HAND_DOWN = "oversight.hand_down"
