"""Printing a cover sheet."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from lempu.kernel.accounts.models import User
from lempu.kernel.ledger import services as ledger
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.plans.suggestions import kind_label
from lempu.kernel.scans import renditions
from lempu.kernel.scans.enums import Act
from lempu.kernel.scans.models import Sheet

#: Without letters that are taken for figures when somebody types them.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10


@transaction.atomic
def make_sheet(*, obligation: Obligation, kind: str, actor: User) -> Sheet:
    """A new cover sheet for one kind of evidence of an obligation; its code cannot be guessed."""
    sheet = Sheet.objects.create(
        code="".join(secrets.choice(LETTERS) for _ in range(LENGTH)),
        office=obligation.office,
        obligation=obligation,
        kind=kind,
        made_by=actor,
    )
    ledger.record(
        office=obligation.office,
        act=Act.SHEET_MADE,
        subject=obligation,
        actor=actor,
        sheet=sheet.pk,
        kind=kind,
    )
    return sheet


def sheet_pdf(sheet: Sheet) -> bytes:
    """The sheet to be printed; its words are those of the office, whoever prints it."""
    obligation = sheet.obligation
    with override("id"):
        words = {
            "title": _("Cover sheet for a scan"),
            "office": obligation.office.name,
            "facts": [
                (_("Row"), f"{obligation.indicator.code} {obligation.indicator.sub_activity.name}"),
                (_("Month"), f"{obligation.period.name} {obligation.year}"),
                (_("Kind"), str(kind_label(sheet.kind))),
                (_("Printed by"), sheet.made_by.name),
            ],
            "alt": _("Code for the reader of scans"),
            "steps": [
                _("Lay this sheet in front of the document, with the code upwards."),
                _("Scan both into one file (PDF or picture). One sheet for each document."),
                _("Save the file in the folder of scans of the office. Lempu files it by itself."),
            ],
        }
        return renditions.write_sheet(obligation.office.code, sheet.code, words)
