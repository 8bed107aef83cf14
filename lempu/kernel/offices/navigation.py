from django.utils.translation import gettext_lazy as _

from lempu.kernel.offices.enums import Perm
from lempu.shared.navigation import Entry, register

register(
    Entry(
        key="people",
        label=_("People and roles"),
        icon="user",
        url_name="offices:people",
        order=95,
        permission=Perm.MANAGE_PEOPLE,
    )
)
