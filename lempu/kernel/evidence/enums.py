from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lempu.shared import acts


class SubmissionKind(TextChoices):
    PROOF = "proof", _("Proof")
    NIL = "nil", _("Nothing to report")


class SubmissionState(TextChoices):
    WAITING = "waiting", _("Waiting for review")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    VOID = "void", _("Void, the content changed")


@acts.register
class Act(TextChoices):
    ADDED = "evidence.added", _("Evidence added")
    VERSION_ADDED = "evidence.version_added", _("New version of evidence added")
    DESCRIBED = "evidence.described", _("Details of evidence changed")
    WITHDRAWN = "evidence.withdrawn", _("Evidence withdrawn")
    SUBMITTED = "evidence.submitted", _("Proof submitted")
    NIL_STATED = "evidence.nil_stated", _("Stated that there is nothing to report")
    SUBMISSION_WITHDRAWN = "evidence.submission_withdrawn", _("Submission withdrawn")
    SUBMISSION_VOIDED = "evidence.submission_voided", _("Decision void because the content changed")


class Perm:
    VIEW = "evidence.view"
    OFFER = "evidence.offer"
