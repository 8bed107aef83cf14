from django.utils.translation import gettext_lazy as _

from lempu.desks.change.enums import Perm
from lempu.shared.navigation import Entry, register

register(
    Entry(
        key="change",
        label=_("Change desk"),
        icon="users",
        url_name="change:desk",
        order=60,
        permission=Perm.VIEW,
    )
)
