from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lempu.shared import acts


@acts.register
class Act(TextChoices):
    ACCEPTED = "reviews.accepted", _("Proof accepted")
    RETURNED = "reviews.returned", _("Proof returned")
    UNDONE = "reviews.undone", _("Review decision undone")


class Perm:
    VIEW = "reviews.view"
    DECIDE = "reviews.decide"
