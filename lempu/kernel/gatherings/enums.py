from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lempu.shared import acts


class Kind(TextChoices):
    MEETING = "meeting", _("Meeting")
    MONEV = "monev", _("Monitoring and evaluation meeting")
    OUTREACH = "outreach", _("Outreach")
    TRAINING = "training", _("Training")
    CEREMONY = "ceremony", _("Ceremony")


class GatheringState(TextChoices):
    PLANNED = "planned", _("Planned")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


class Way(TextChoices):
    """How somebody showed that they were there."""

    TAP = "tap", _("Signed in, one tap")
    DRAWN = "drawn", _("Initials drawn on a phone")
    TYPED = "typed", _("Initials typed on a phone")
    PAPER = "paper", _("Signed on paper")


class TaskState(TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    CHECKED = "checked", _("Done and checked")
    DROPPED = "dropped", _("Taken back")


class FileKind(TextChoices):
    """The values are kinds of evidence, so that a file is offered as what it is."""

    PHOTO = "photo", _("Photo")
    MATERIAL = "material", _("Material")
    SHEET = "attendance", _("Signed attendance sheet")


@acts.register
class Act(TextChoices):
    PLANNED = "gatherings.planned", _("Gathering planned")
    CHANGED = "gatherings.changed", _("Gathering changed")
    CANCELLED = "gatherings.cancelled", _("Gathering cancelled")
    INVITED = "gatherings.invited", _("Invitation sent")
    ATTENDED = "gatherings.attended", _("Attendance noted")
    STRUCK = "gatherings.struck", _("Attendance struck off")
    DOOR = "gatherings.door_changed", _("Code for attendance made anew")
    MINUTES = "gatherings.minutes_written", _("Minutes written")
    TASK = "gatherings.task_given", _("Follow-up of a gathering given")
    TASK_DONE = "gatherings.task_done", _("Follow-up of a gathering done")
    TASK_CHECKED = "gatherings.task_checked", _("Follow-up of a gathering checked")
    TASK_DROPPED = "gatherings.task_dropped", _("Follow-up of a gathering taken back")
    TASK_PASSED = "gatherings.task_passed_on", _("Follow-up of a gathering given to somebody else")
    FILED = "gatherings.file_added", _("File of a gathering added")
    UNFILED = "gatherings.file_withdrawn", _("File of a gathering withdrawn")
    CLOSED = "gatherings.closed", _("Gathering closed, its papers made")
    SERVED = "gatherings.served", _("Papers of a gathering offered as evidence")


class Perm:
    VIEW = "gatherings.view"
    ORGANISE = "gatherings.organise"
    ATTEND = "gatherings.attend"
