from django.utils.translation import gettext_lazy as _

from lempu.kernel.evidence.enums import Perm
from lempu.shared.navigation import Entry, register

register(
    Entry(
        key="send",
        label=_("Send proof"),
        icon="camera",
        url_name="evidence:send",
        order=25,
        permission=Perm.OFFER,
        short=_("Send proof"),
        bar_only=True,
    )
)
