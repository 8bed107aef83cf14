from django.utils.translation import gettext_lazy as _

from lempu.kernel.gatherings.enums import Perm
from lempu.shared.navigation import Entry, register

register(
    Entry(
        key="gatherings",
        label=_("Gatherings"),
        icon="users",
        url_name="gatherings:index",
        order=62,
        permission=Perm.VIEW,
    )
)
