from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lempu.shared import acts


class Column(TextChoices):
    """Whose answer it is: the sheet has a column for each."""

    UNIT = "unit", _("Office")
    PROVINCE = "province", _("Province")
    TPI = "tpi", _("TPI")
    TPN = "tpn", _("TPN")


class Stage(TextChoices):
    """Where an assessment stands (PermenPANRB 90/2021, Lampiran II; statuses as inspectorates keep them)."""

    SELF = "self", _("Self-assessment")
    PROVINCE = "province", _("With the province")
    TPI = "tpi", _("With the TPI")
    FOLLOW_UP = "follow_up", _("Returned, the office mends")
    PROPOSED = "proposed", _("Proposed")
    NOT_PROPOSED = "not_proposed", _("Not proposed")
    TPN = "tpn", _("With the TPN")
    AWARDED = "awarded", _("Predicate awarded")
    NOT_AWARDED = "not_awarded", _("Predicate not awarded")
    REVOKED = "revoked", _("Predicate revoked")


#: Stages in which the office answers.
WITH_OFFICE = (Stage.SELF, Stage.FOLLOW_UP)
#: Stage -> the column that is filled in it.
ASSESSORS = {Stage.PROVINCE: Column.PROVINCE, Stage.TPI: Column.TPI, Stage.TPN: Column.TPN}
#: What the coordinator may record after the TPI has proposed: others decide, Lempu keeps it.
LATER = {
    Stage.PROPOSED: (Stage.TPN,),
    Stage.TPN: (Stage.AWARDED, Stage.NOT_AWARDED),
    Stage.AWARDED: (Stage.REVOKED,),
}


class RoundState(TextChoices):
    OPEN = "open", _("The office answers")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    CONCLUDED = "concluded", _("Concluded")


@acts.register
class Act(TextChoices):
    STARTED = "assessment.started", _("Assessment begun")
    ANSWERED = "assessment.answered", _("Question of the assessment answered")
    PROOF_LINKED = "assessment.proof_linked", _("Evidence linked to a question")
    PROOF_UNLINKED = "assessment.proof_unlinked", _("Evidence taken from a question")
    SIGNED = "assessment.signed", _("Round of the assessment signed and submitted")
    PASSED_ON = "assessment.passed_on", _("Round passed on to the TPI")
    RETURNED = "assessment.returned", _("Round returned to the office")
    CONCLUDED = "assessment.concluded", _("Assessment concluded by the TPI")
    STAGE = "assessment.stage", _("Stage of the assessment recorded")
    ROW_MAPPED = "assessment.row_mapped", _("Questions of a row of the plan chosen")
    SHEET_TAKEN = "assessment.sheet_taken", _("Answers taken over from a workbook")
    WINDOWS = "assessment.windows", _("Dates of the stages changed")
    SETTINGS = "assessment.settings", _("Open choices of the sheet changed")


class Perm:
    VIEW = "assessment.view"
    ANSWER = "assessment.answer"
    MANAGE = "assessment.manage"
    SIGN = "assessment.sign"
    JUDGE = "assessment.judge"
    OVERSEE = "assessment.oversee"
