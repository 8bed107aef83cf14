"""What was noticed is shown where evidence is shown."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lempu.kernel.evidence.registry import Notice, register
from lempu.kernel.findings.selectors import findings_on
from lempu.kernel.findings.selectors.shown import Shown
from lempu.kernel.obligations.models import Obligation


@register("findings")
def notices(obligation: Obligation, _user: Any) -> list[Notice]:
    return [notice_of(one) for one in findings_on(obligation)]


def notice_of(one: Shown) -> Notice:
    row = one.finding
    answer = ""
    if row.accepted_by is not None:
        answer = _("%(name)s: %(reason)s") % {"name": row.accepted_by.name, "reason": row.reason}
    return Notice(
        words=one.words,
        version=row.version_id,
        url=reverse("findings:finding", args=[row.pk]),
        is_settled=row.accepted_at is not None,
        answer=answer,
    )
