from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lempu.shared import acts


class ScanState(TextChoices):
    WAITING = "waiting", _("Waits in the tray")
    FILED = "filed", _("Filed")
    SET_ASIDE = "set_aside", _("Set aside")
    REFUSED = "refused", _("Refused")


class Problem(TextChoices):
    """Why a scan could not be filed by itself."""

    NO_SHEET = "no_sheet", _("No cover sheet could be read on it.")
    UNKNOWN = "unknown", _("Its cover sheet is not known here.")
    FOREIGN = "foreign", _("Its cover sheet belongs to another office.")
    SEVERAL = "several", _("It has several cover sheets. Scan each document by itself.")
    NOT_THEIRS = "not_theirs", _("Whoever printed the cover sheet proves this row no more.")
    ROW_GONE = "row_gone", _("Nothing can be offered for this month any more.")
    UNREADABLE = "unreadable", _("The file could not be looked at.")


@acts.register
class Act(TextChoices):
    SHEET_MADE = "scans.sheet_made", _("Cover sheet for a scan printed")
    ARRIVED = "scans.arrived", _("Scan arrived in the tray")
    FILED = "scans.filed", _("Scan filed")
    SET_ASIDE = "scans.set_aside", _("Scan set aside")
    REFUSED = "scans.refused", _("Scan refused")
