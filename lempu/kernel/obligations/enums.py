import datetime as dt
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lempu.shared import acts


class State(TextChoices):
    """What is stored of an obligation; what is shown (``Look``) also depends on the day."""

    OPEN = "open", _("Open")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")
    NIL = "nil", _("Nothing to report")
    UNDONE = "undone", _("Not carried out")
    WITHDRAWN = "withdrawn", _("Withdrawn by an amendment")


#: States after which nothing more is owed.
DONE = (State.ACCEPTED, State.NIL)


class Shown(TextChoices):
    """The eight states a person sees, and that of what an amendment withdrew: it is not counted."""

    LATE = "late", _("Late")
    RETURNED = "returned", _("Returned")
    DUE = "due", _("Due")
    SUBMITTED = "submitted", _("Submitted")
    ACCEPTED = "accepted", _("Accepted")
    NIL = "nil", _("Nothing to report")
    UNDONE = "undone", _("Not carried out")
    SCHEDULED = "scheduled", _("Scheduled")
    WITHDRAWN = "withdrawn", _("Withdrawn by an amendment")


#: shown state -> (css class of the design, icon)
LOOKS: dict[str, tuple[str, str]] = {
    Shown.LATE: ("terlambat", "exclamation-mark"),
    Shown.RETURNED: ("dikembalikan", "arrow-back-up"),
    Shown.DUE: ("jatuh-tempo", "clock"),
    Shown.SUBMITTED: ("diajukan", "arrow-up"),
    Shown.ACCEPTED: ("diterima", "check"),
    Shown.NIL: ("nihil", "minus"),
    Shown.UNDONE: ("tidak-terlaksana", "x"),
    Shown.SCHEDULED: ("terjadwal", "ring"),
    Shown.WITHDRAWN: ("dicabut", "ban"),
}

#: What a legend shows: the states that count.
COUNTED = tuple(shown for shown in Shown if shown != Shown.WITHDRAWN)


class Fate(TextChoices):
    """What an amendment brings to one month of one row."""

    CARRIED = "carried", _("Goes on")
    DUE_MOVED = "due_moved", _("Goes on with another due date")
    KEPT = "kept", _("Proved, stays under the earlier version")
    KEPT_OPEN = "kept_open", _("Has files, stays under the earlier version")
    WITHDRAWN = "withdrawn", _("Is withdrawn")
    NEW = "new", _("New")
    PAST = "past", _("New, before the month of the decree")


class Past(TextChoices):
    """What becomes of ticks that a decree sets in months before its own."""

    SKIP = "skip", _("Make no obligation of them")
    MAKE = "make", _("Make them, late from the start")


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is drawn and said; ``late`` is the red corner that never goes away."""

    shown: str
    css: str
    icon: str
    word: str | Promise
    late: bool = False


def look_of(shown: str, *, late: bool = False) -> Look:
    css, icon = LOOKS[shown]
    return Look(shown, css, icon, Shown(shown).label, late)


def shown_of(state: str, begins_on: dt.date, due_on: dt.date, day: dt.date) -> str:
    """What a person sees on ``day`` of an obligation in ``state``."""
    if state != State.OPEN:
        return state
    if due_on < day:
        return Shown.LATE
    return Shown.DUE if begins_on <= day else Shown.SCHEDULED


@acts.register
class Act(TextChoices):
    UNDONE = "obligations.undone", _("Stated as not carried out")


class Perm:
    VIEW = "obligations.view"
