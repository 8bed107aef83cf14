from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lempu.shared import acts


@acts.register
class Act(TextChoices):
    KEY_ADDED = "identity.key_added", _("Second step of a person added")
    KEY_REMOVED = "identity.key_removed", _("Second step of a person removed")
    CODES_MADE = "identity.codes_made", _("Recovery codes of a person made")
    KEYS_TAKEN = (
        "identity.keys_taken",
        _("All second steps of a person removed by an administrator"),
    )
    SIGNED_OUT = "identity.signed_out", _("Devices of a person signed out")
    PASSWORD_RECOVERED = "identity.password_recovered", _("Password set anew through a mail")
    INVITED = "identity.invited", _("Person invited")
    INVITATION_WITHDRAWN = "identity.invitation_withdrawn", _("Invitation of a person withdrawn")
    INVITATION_ACCEPTED = "identity.invitation_accepted", _("Person came in by invitation")
    RULES_CHANGED = "identity.rules_changed", _("Account safety of the office changed")


class Perm:
    MANAGE = "identity.manage"
