"""Gatherings for tests: one that goes on just now, with people of the office."""

import datetime as dt
import io

from django.utils import timezone
from PIL import Image

from lempu.kernel.gatherings import services
from lempu.kernel.gatherings.enums import Kind
from lempu.kernel.gatherings.services import Guest, What

LINE = "M10 50L20 40L30 60L40 40L50 60L60 40L70 60L80 50"
GUEST = Guest("Andi Tenri", "Bawaslu Luwu", strokes=LINE)


def what(*, kind=Kind.MEETING, starts_in=dt.timedelta(minutes=-30), **rest):
    starts_at = timezone.now() + starts_in
    given = {
        "kind": kind,
        "title": "Rapat rencana aksi",
        "agenda": "- Membahas rencana aksi",
        "place": "Aula",
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(hours=2),
    }
    return What(**given | rest)


def gathering(office, organiser, **rest):
    return services.plan(office=office, actor=organiser, what=what(**rest))


def held(office, organiser, *people, **rest):
    """Invited, attended by everybody and one guest, with minutes; not closed."""
    row = gathering(office, organiser, **rest)
    services.choose_people(gathering=row, actor=organiser, people=[organiser, *people])
    services.send_invitation(gathering=row, actor=organiser, classification="PK.01")
    for person in (organiser, *people):
        services.attend_signed_in(gathering=row, actor=person)
    services.attend_with_form(key=services.form_key_for(row), guest=GUEST, network="10.0.0.1")
    services.write_minutes(
        gathering=row,
        actor=organiser,
        edition=0,
        chair="Ketua",
        course="Dibuka.",
        decisions="- Setuju",
    )
    row.refresh_from_db()
    return row


def photo(colour=(120, 30, 40)):
    kept = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(kept, "JPEG")
    kept.seek(0)
    return kept
