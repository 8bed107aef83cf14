from django.utils.translation import gettext_lazy as _

from lempu.kernel.numbering.enums import Perm
from lempu.shared.navigation import Entry, register

register(
    Entry(
        key="numbering",
        label=_("Numbers of letters"),
        icon="file-text",
        url_name="numbering:register",
        order=64,
        permission=Perm.VIEW,
    )
)
