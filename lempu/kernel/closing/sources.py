"""Reports of a month of the desks, so that their evidence opens the figures it was made of."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from lempu.kernel.closing.enums import Perm
from lempu.kernel.evidence.registry import DeskRecord, records
from lempu.kernel.offices.models import Office
from lempu.shared.periods import Month


@records(
    "closing.report",
    label=gettext_lazy("Report of the desks"),
    permission=Perm.VIEW,
    page="closing:desk_report",
)
def reports(_office: Office, _month: Month | None) -> Iterator[DeskRecord]:
    """None to be chosen: the month offers them by itself, and search finds them as evidence."""
    yield from ()
