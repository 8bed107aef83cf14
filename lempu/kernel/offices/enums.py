from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lempu.shared import acts as registry


class Level(TextChoices):
    NATIONAL = "national", _("National")
    PROVINCE = "province", _("Province")
    REGENCY = "regency", _("Regency or city")


class Role(TextChoices):
    """What a person is in an office. A person may be several things in several offices."""

    ADMINISTRATOR = "administrator", _("Administrator")
    LEADER = "leader", _("Leader")
    COORDINATOR = "coordinator", _("Coordinator")
    MEMBER = "member", _("Member of staff")
    REVIEWER = "reviewer", _("Reviewer")
    ASSESSOR = "assessor", _("Assessor")
    OFFICER = "officer", _("Desk officer")
    OBSERVER = "observer", _("Observer of the offices below")


class DueShift(TextChoices):
    """Where a due date goes that falls on a day off."""

    NONE = "none", _("Leave it on that day")
    NEXT = "next", _("Move to the next working day")
    PREVIOUS = "previous", _("Move to the working day before")


@registry.register
class Act(TextChoices):
    OFFICE_CHANGED = "offices.office_changed", _("Settings of the office changed")
    MEMBER_ADDED = "offices.member_added", _("Membership given")
    MEMBER_CHANGED = "offices.member_changed", _("Membership changed")
    MEMBER_ENDED = "offices.member_ended", _("Membership ended")
    PERSON_CHANGED = "offices.person_changed", _("Details of a person changed")
    PASSWORD_RESET = "offices.password_reset", _("Password of a person reset")
    PASSWORD_CHANGED = "offices.password_changed", _("Own password changed")
    LEAVING_PLANNED = "offices.leaving_planned", _("Leaving planned")
    LEAVING_CANCELLED = "offices.leaving_cancelled", _("Leaving called off")
    PERSON_LEFT = "offices.person_left", _("Person left the office")
    HANDED_OVER = "offices.handed_over", _("Duties handed over")
    DELEGATED = "offices.delegated", _("Duties delegated while on leave")
    DELEGATION_ENDED = "offices.delegation_ended", _("Delegation ended early")
    UNIT_ADDED = "offices.unit_added", _("Sub-division added")
    UNIT_CHANGED = "offices.unit_changed", _("Sub-division renamed")
    DAY_OFF_ADDED = "offices.day_off_added", _("Day off of the office added")
    DAY_OFF_REMOVED = "offices.day_off_removed", _("Day off of the office taken back")
    MOVED = "offices.moved", _("Office moved under another province")
    PREPARED = "offices.prepared", _("Office prepared with its usual sub-divisions")
    REFERENCE_LOADED = "offices.reference_loaded", _("Reference data of the offices loaded")


class Perm:
    """Permissions of this room; who holds them stands in ``rules.GRANTS``."""

    VIEW = "offices.view"
    MANAGE_PEOPLE = "offices.manage_people"
    MANAGE_OFFICE = "offices.manage_office"
    HAND_OVER = "offices.hand_over"
    DELEGATE = "offices.delegate"
    MOVE = "offices.move"
