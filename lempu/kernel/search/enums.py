from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What can be found; each kind is opened with one permission (``sources.py``)."""

    OBLIGATION = "obligation", _("My obligations")
    ROW = "row", _("Rows of the plan")
    DECREE = "decree", _("Plans and decrees")
    EVIDENCE = "evidence", _("Evidence")
    DECISION = "decision", _("Decisions")
    REPORT = "report", _("Reports")
    FOLLOW_UP = "follow_up", _("Follow-ups")
