from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lempu.shared import acts


class Rule(TextChoices):
    """What is looked for. Severity and thresholds stand in ``lempu/data/finding-rules.json``."""

    SAME_FILE = "same_file", _("The same file was used before")
    SAME_LINK = "same_link", _("The same link was used before")
    NEAR_PHOTO = "near_photo", _("A nearly identical photo was used before")
    NEAR_PAGE = "near_page", _("A nearly identical page was used before")
    COPIED_TEXT = "copied_text", _("A text was copied and only its dates changed")
    DOCUMENT_DATE = "document_date", _("The date of the document is outside the month")
    TEXT_DATES = "text_dates", _("The dates in the text do not fit the month")
    WRONG_YEAR = "wrong_year", _("The text speaks of another year")
    NO_DATE = "no_date", _("No date can be found")
    NO_NUMBER = "no_number", _("A number is missing")
    OTHER_OFFICE = "other_office", _("The text names another office")
    PHOTO_TIME = "photo_time", _("A photo was taken outside the month")
    PHOTO_DAY = "photo_day", _("A photo was not taken on the day that is claimed")
    PHOTO_PLACE = "photo_place", _("A photo was taken far from where the office works")
    NO_TEXT = "no_text", _("A scan in which no words can be read")
    UNSIGNED = "unsigned", _("No signature can be seen")
    INCOMPLETE = "incomplete", _("Evidence that is asked for is missing")
    ALL_AT_ONCE = "all_at_once", _("The proof of many months came within one week")
    LINK_DEAD = "link_dead", _("A link does not open")
    LINK_CLOSED = "link_closed", _("A link is not open to everybody")


class Severity(TextChoices):
    """How much a rule weighs: a hint for the order and the look, never a verdict."""

    HIGH = "high", _("Look at it before you decide")
    MIDDLE = "middle", _("Worth a look")
    LOW = "low", _("Note")


@acts.register
class Act(TextChoices):
    ACCEPTED = "findings.accepted", _("Finding accepted with a reason")
    REOPENED = "findings.reopened", _("Acceptance of a finding taken back")
    SWITCHED_OFF = "findings.switched_off", _("Rule for findings switched off")
    SWITCHED_ON = "findings.switched_on", _("Rule for findings switched on")


class Perm:
    ACCEPT = "findings.accept"
    SET_RULES = "findings.set_rules"
