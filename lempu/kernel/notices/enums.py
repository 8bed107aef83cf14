from django.db.models import IntegerChoices, TextChoices
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from lempu.shared import acts


class Kind(TextChoices):
    """What a notice is about; ``selectors.sentences`` says it in the reader's language."""

    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")
    DUE_SOON = "due_soon", _("Due soon")
    LATE = "late", _("Late")
    LATE_COORDINATOR = "late_coordinator", _("Late, told to the coordinator")
    LATE_LEADER = "late_leader", _("Late, told to the leader")
    MAIL_FAILED = "mail_failed", _("Mail could not be delivered")


#: Kinds that are passed on because somebody else is late.
ESCALATED = (Kind.LATE_COORDINATOR, Kind.LATE_LEADER)


class Frequency(TextChoices):
    DAILY = "daily", _("Every working day")
    WEEKLY = "weekly", _("Once a week")
    OFF = "off", _("No summary")


class Weekday(IntegerChoices):
    """Days on which a weekly summary may be wanted, numbered as Python does."""

    MONDAY = 0, WEEKDAYS[0]
    TUESDAY = 1, WEEKDAYS[1]
    WEDNESDAY = 2, WEEKDAYS[2]
    THURSDAY = 3, WEEKDAYS[3]
    FRIDAY = 4, WEEKDAYS[4]


class MailState(TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not delivered")
    DROPPED = "dropped", _("Not sent, the person has left")


@acts.register
class Act(TextChoices):
    RULES_CHANGED = "notices.rules_changed", _("Reminder settings of the office changed")
    FEED_OPENED = "notices.feed_opened", _("Private calendar address made")
    FEED_CLOSED = "notices.feed_closed", _("Private calendar address revoked")
    MAIL_AGAIN = "notices.mail_again", _("Undelivered mail sent again")


class Perm:
    MESSAGE = "notices.message"
    CHASE = "notices.chase"
    MANAGE = "notices.manage"
