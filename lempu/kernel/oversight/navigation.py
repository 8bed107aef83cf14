from django.utils.translation import gettext_lazy as _

from lempu.kernel.oversight.enums import Perm
from lempu.shared.navigation import Entry, register

register(
    Entry(
        key="oversight",
        label=_("Offices below"),
        icon="map",
        url_name="oversight:start",
        order=15,
        permission=Perm.VIEW,
        short=_("Offices"),
    )
)
