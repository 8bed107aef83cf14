"""From the rows of a gathering to its papers."""

import datetime as dt
import io
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import override
from PIL import Image

from lempu.kernel.files import services as files
from lempu.kernel.gatherings import renditions
from lempu.kernel.gatherings.enums import FileKind, TaskState, Way
from lempu.kernel.gatherings.models import Attendance, Gathering
from lempu.kernel.plans.renditions.legal import long_date
from lempu.kernel.scans.renditions import text_of
from lempu.shared.paper.blocks import Picture, clean

if TYPE_CHECKING:
    from lempu.kernel.files.models import StoredFile
    from lempu.kernel.offices.models import Office
    from lempu.shared.paper.blocks import Document

#: What stands before the code of a gathering where cover sheets have their own.
PREFIX = "G"
PHOTOS, WIDTH, QUALITY = 6, 900, 72
BLANK_ROWS = 12
SIGNS = {
    Way.TAP: "masuk dengan akun",
    Way.DRAWN: "paraf di ponsel",
    Way.TYPED: "paraf diketik",
    Way.PAPER: "tanda tangan di kertas",
}


def head_of(office: "Office") -> renditions.Head:
    """The letterhead the office set; its name alone otherwise."""
    row: Any
    try:
        row = office.letterhead
    except ObjectDoesNotExist:
        return renditions.Head([clean(office.name).upper()], [], "")
    lines = [line for line in clean(row.name).split("\n") if line]
    address = [clean(line) for line in (row.address, row.contact) if line]
    return renditions.Head(lines or [clean(office.name).upper()], address, clean(row.place))


def facts_of(row: Gathering, *, dated: dt.date | None = None) -> renditions.Facts:
    zone = ZoneInfo(row.office.timezone)
    with override("id"):
        kind = str(row.get_kind_display())
    return renditions.Facts(
        office=row.office.name,
        head=head_of(row.office),
        kind=kind,
        title=clean(row.title),
        agenda=row.agenda,
        place=clean(row.place),
        starts_at=row.starts_at.astimezone(zone),
        ends_at=row.ends_at.astimezone(zone),
        organiser=row.organiser.name,
        number=row.number.text if row.number else "",
        dated=(row.number.day if row.number else None) or dated,
    )


def invitation_of(row: Gathering, day: dt.date) -> "Document":
    return renditions.invitation(facts_of(row, dated=day), invited_of(row))


def invited_of(row: Gathering) -> list[str]:
    return [
        f"{each.name}, {each.institution}" if each.institution and not each.user_id else each.name
        for each in row.invitees.order_by("pk")
    ]


def people_there(row: Gathering) -> list[renditions.Person]:
    rows = row.attendances.filter(struck_at=None).order_by("at", "pk")
    return [
        renditions.Person(each.name, each.institution, SIGNS[Way(each.way)], hand_of(each))
        for each in rows
    ]


def hand_of(each: Attendance) -> str:
    if each.strokes:
        return renditions.initials_svg(each.strokes)
    return renditions.typed_svg(each.initials) if each.initials else ""


def said_in(row: Gathering) -> renditions.Said:
    tasks = row.tasks.exclude(state=TaskState.DROPPED).select_related("owner").order_by("pk")
    return renditions.Said(
        chair=row.chair,
        writer=row.written_by.name if row.written_by else "",
        course=row.course,
        decisions=row.decisions,
        tasks=[[task.text, task.owner.name, long_date(task.due_on.isoformat())] for task in tasks],
    )


def photos_of(row: Gathering) -> list[Picture]:
    """The first photos, small enough for paper; one that cannot be drawn is left out."""
    rows = row.files.filter(kind=FileKind.PHOTO, withdrawn_at=None).select_related("file")
    found = []
    for number, each in enumerate(rows.order_by("pk")[:PHOTOS], start=1):
        svg = _photo(each.file)
        if svg:
            found.append(Picture(svg, f"Foto {number} {row.title}", f"Foto {number}: {each.name}"))
    return found


def _photo(file: "StoredFile") -> str:
    """Drawn from the preview, which was made in a bounded process."""
    try:
        preview = files.picture(file)
    except files.NoPreview:
        return ""
    with Image.open(io.BytesIO(preview)) as image:
        small = image.convert("RGB")
        small.thumbnail((WIDTH, WIDTH))
        kept = io.BytesIO()
        small.save(kept, "JPEG", quality=QUALITY)
        return renditions.photo_svg(kept.getvalue(), *small.size)


def attendance_sheet(row: Gathering) -> bytes:
    """The sheet to be printed and signed (PDF)."""
    names = list(row.invitees.order_by("pk").values_list("name", "institution"))
    code = text_of(row.office.code, f"{PREFIX}{row.code}")
    return renditions.sheet(facts_of(row), names, code, BLANK_ROWS)
