from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lempu.shared import acts


class NumberState(TextChoices):
    RESERVED = "reserved", _("Reserved")
    ISSUED = "issued", _("Issued")
    VOID = "void", _("Void")


@acts.register
class Act(TextChoices):
    RESERVED = "numbering.reserved", _("Number of a letter reserved")
    ISSUED = "numbering.issued", _("Number of a letter issued")
    VOIDED = "numbering.voided", _("Number of a letter made void")
    PATTERN_SET = "numbering.pattern_set", _("Pattern of numbers set")
    UNIT_CODED = "numbering.unit_coded", _("Code of a sub-division for numbers set")
    CONTINUED = "numbering.continued", _("Numbers go on from those on paper")


class Perm:
    VIEW = "numbering.view"
    TAKE = "numbering.take"
    SET = "numbering.set"
