from django.utils.translation import gettext_lazy as _

from lempu.kernel.plans.enums import Perm
from lempu.shared.navigation import Entry, register

register(
    Entry(
        key="plans",
        label=_("Plan and decree"),
        icon="file-text",
        url_name="plans:list",
        order=80,
        permission=Perm.VIEW,
    )
)
