"""Gatherings as evidence and in search, and their signed sheets among scans."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from lempu.kernel.evidence.registry import DeskRecord, records
from lempu.kernel.gatherings.enums import FileKind, GatheringState, Perm
from lempu.kernel.gatherings.models import Gathering
from lempu.kernel.gatherings.selectors import desk_record
from lempu.kernel.gatherings.services import add_file
from lempu.kernel.gatherings.services.papers import PREFIX
from lempu.kernel.offices.models import Office
from lempu.kernel.scans.registry import Arrived, takes
from lempu.shared.http import may
from lempu.shared.periods import Month


@records(
    "gatherings.gathering",
    label=gettext_lazy("Gathering"),
    permission=Perm.VIEW,
    page="gatherings:gathering",
)
def gatherings(office: Office, month: Month | None) -> Iterator[DeskRecord]:
    """With their minutes and follow-ups; papers once they are closed. Three queries."""
    rows = Gathering.objects.filter(office=office).exclude(state=GatheringState.CANCELLED)
    if month is not None:
        rows = rows.closed().held_in(month)
    for row in rows.select_related("office").prefetch_related("papers__file", "tasks"):
        yield desk_record(row)


@takes("gatherings")
def signed_sheet(arrived: Arrived) -> str | None:
    """A signed sheet that came back, kept in the name of whoever called the gathering."""
    if not arrived.code.startswith(PREFIX):
        return None
    rows = Gathering.objects.filter(office=arrived.office, code=arrived.code[len(PREFIX) :])
    row = rows.select_related("organiser", "office").first()
    if row is None or not may(row.organiser, Perm.ORGANISE, row):
        return None
    add_file(
        gathering=row,
        actor=row.organiser,
        kind=FileKind.SHEET,
        file=arrived.file,
        name=arrived.name,
    )
    with override("id"):
        return _("Attendance list of %(title)s") % {"title": row.title}
