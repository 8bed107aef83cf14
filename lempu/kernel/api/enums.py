from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lempu.shared import acts


class Scope(TextChoices):
    """What a token may read; the person's own rights still apply."""

    PLANS = "plans", _("Plans: rows and months")
    OBLIGATIONS = "obligations", _("Obligations and their state")
    EVIDENCE = "evidence", _("What was offered as evidence, without the files")
    READINGS = "readings", _("Measured figures")


@acts.register
class Act(TextChoices):
    TOKEN_MADE = "api.token_made", _("Access token made")
    TOKEN_REVOKED = "api.token_revoked", _("Access token revoked")


class Perm:
    USE = "api.use"
