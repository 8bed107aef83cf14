from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lempu.shared import acts


class Kind(TextChoices):
    MONTHLY = "monthly", _("Monthly report")
    QUARTERLY = "quarterly", _("Quarterly evaluation")


class VersionState(TextChoices):
    """What became of one rendition: it waits for the signature, bears it, or a later one stands
    in its place."""

    MADE = "made", _("Waiting for the signature")
    SIGNED = "signed", _("Signed off")
    SUPERSEDED = "superseded", _("Replaced by a later version")


class FiledAs(TextChoices):
    """What came of filing a signed report as evidence of one obligation."""

    SUBMITTED = "submitted", _("Filed and submitted for review")
    ADDED = "added", _("Filed; the row asks for more before it can be submitted")
    STANDS = "stands", _("Not filed: other proof waits for review or was accepted already")


class FollowUpState(TextChoices):
    """A recommendation binds nobody until the report that holds it is signed off."""

    PROPOSED = "proposed", _("Proposed")
    OPEN = "open", _("Open")
    DONE = "done", _("Done, waiting for a check")
    VERIFIED = "verified", _("Finished and checked")
    WITHDRAWN = "withdrawn", _("Withdrawn")


@acts.register
class Act(TextChoices):
    LETTERHEAD = "reporting.letterhead_changed", _("Letterhead of the office changed")
    WRITTEN = "reporting.written", _("Text of a report changed")
    ROWS_CHOSEN = "reporting.rows_chosen", _("Rows chosen that ask for a report")
    MADE = "reporting.made", _("Version of a report made")
    NUMBERED = "reporting.numbered", _("Report given its number and date")
    SIGNED = "reporting.signed", _("Report signed off")
    FILED = "reporting.filed", _("Signed report filed as evidence")
    PROPOSED = "reporting.follow_up_proposed", _("Recommendation written")
    CHANGED = "reporting.follow_up_changed", _("Recommendation changed")
    DONE = "reporting.follow_up_done", _("Follow-up reported as done")
    VERIFIED = "reporting.follow_up_verified", _("Follow-up checked and finished")
    REOPENED = "reporting.follow_up_reopened", _("Follow-up sent back to its owner")
    WITHDRAWN = "reporting.follow_up_withdrawn", _("Recommendation withdrawn")


class Perm:
    VIEW = "reporting.view"
    EDIT = "reporting.edit"
    SIGN = "reporting.sign"
    FOLLOW = "reporting.follow"
    VERIFY = "reporting.verify"
