from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lempu.shared import acts


class PlanState(TextChoices):
    DRAFT = "draft", _("Draft")
    ENACTED = "enacted", _("Enacted")
    SUPERSEDED = "superseded", _("Replaced by a later version")
    WITHDRAWN = "withdrawn", _("Withdrawn")


#: States of a plan that a decree has set: in force, or in force before it was amended.
SET_BY_DECREE = (PlanState.ENACTED, PlanState.SUPERSEDED)


class Origin(TextChoices):
    """What a plan was made from."""

    IMPORT = "import", _("Read from a decree")
    BLANK = "blank", _("Built from nothing")
    EXAMPLE = "example", _("Built-in example")
    COPY = "copy", _("Copy of an earlier plan")
    TEMPLATE = "template", _("Template from above")
    AMENDMENT = "amendment", _("Amendment of the plan in force")


class ImportState(TextChoices):
    WAITING = "waiting", _("Waiting to be read")
    READ = "read", _("Read")
    FAILED = "failed", _("Could not be read")
    ADOPTED = "adopted", _("Taken over into a draft plan")
    WITHDRAWN = "withdrawn", _("Undone")


class Extent(TextChoices):
    """What the annex of an amending decree is."""

    WHOLE = "whole", _("The whole plan as it is from now on")
    PART = "part", _("Only the rows that change")


class Expectation(TextChoices):
    """What a tick asks for."""

    ONCE = "once", _("Once")
    MONTHLY = "monthly", _("Every month")
    PER_EVENT = "per_event", _("Per event, nothing to report allowed")


class DueRule(TextChoices):
    MONTH_END = "month_end", _("Last day of the month")
    NEXT_MONTH_DAY = "day_of_next_month", _("A day of the next month")


class Severity(TextChoices):
    MUST = "must", _("Must be decided")
    LOOK = "look", _("Worth a look")
    NOTE = "note", _("Note")


class Choice(TextChoices):
    """What a person may answer to a finding of the reader."""

    USE_PROPOSAL = "use_proposal", _("Use the proposal")
    ALL_MONTHS = "all_months", _("Tick all 12 months")
    CHOOSE_MONTHS = "choose_months", _("Tick these months")
    LEAVE_EMPTY = "leave_empty", _("Leave it empty")
    ONCE = "once", _("Use the suggestion: once")
    MONTHLY = "monthly", _("Keep it every month")
    KEEP = "keep", _("Leave it as it is")
    EDITED = "edited", _("Corrected in the grid")


class Level(TextChoices):
    """The levels of the annex, as they stand in addresses."""

    PROGRAMME = "program", _("Programme")
    ACTIVITY = "kegiatan", _("Activity")
    SUB_ACTIVITY = "sub-kegiatan", _("Sub-activity")
    INDICATOR = "indikator", _("Indicator")


@acts.register
class Act(TextChoices):
    IMPORT_STARTED = "plans.import_started", _("Decree uploaded to be read")
    IMPORT_READ = "plans.import_read", _("Decree read")
    IMPORT_DECIDED = "plans.import_decided", _("Finding of the reader decided")
    IMPORT_MATCHED = "plans.import_matched", _("Rows of an amending decree matched")
    IMPORT_WITHDRAWN = "plans.import_withdrawn", _("Import undone")
    DRAFTED = "plans.drafted", _("Draft plan made")
    EDITED = "plans.edited", _("Draft plan edited")
    WITHDRAWN = "plans.withdrawn", _("Draft plan withdrawn")
    ENACTED = "plans.enacted", _("Plan enacted")
    AMENDED = "plans.amended", _("Plan amended")
    ASSIGNED = "plans.assigned", _("Owners of a row set")
    BOUND = "plans.bound", _("Measures of a row confirmed")


class Perm:
    VIEW = "plans.view"
    EDIT = "plans.edit"
    ENACT = "plans.enact"
    ASSIGN = "plans.assign"
    BIND = "plans.bind"
