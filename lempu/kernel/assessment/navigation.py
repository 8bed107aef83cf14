"""Menu entries: the office's sheet, and the room of the assessors."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lempu.kernel.assessment.enums import ASSESSORS, Perm
from lempu.kernel.assessment.models import Assessment
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.rules import roles_in
from lempu.shared.navigation import Entry, register


def to_judge(request: Any) -> int:
    """Sheets that wait for this assessor; nothing for those who observe from above."""
    if Role.ASSESSOR not in roles_in(request.user, request.office.pk):
        return 0
    return Assessment.objects.filter(office=request.office, stage__in=ASSESSORS).count()


register(
    Entry(
        key="assessment",
        label=_("Assessment (LKE)"),
        icon="clipboard-check",
        url_name="assessment:index",
        order=68,
        permission=Perm.VIEW,
    )
)
register(
    Entry(
        key="assessment_nation",
        label=_("Assessment of the offices"),
        icon="clipboard-check",
        url_name="assessment:nation",
        order=70,
        permission=Perm.OVERSEE,
    )
)
register(
    Entry(
        key="assessment_room",
        label=_("Assessor's room"),
        icon="clipboard-check",
        url_name="assessment:desk",
        order=69,
        permission=Perm.JUDGE,
        waiting=to_judge,
    )
)
