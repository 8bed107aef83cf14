"""A photo of an earlier month, cut and made brighter, offered again: what findings are there to notice."""

import datetime as dt
import io

import time_machine
from PIL import Image, ImageEnhance

from lempu.kernel.evidence import services as evidence
from lempu.kernel.evidence.models import Version
from lempu.kernel.files.services import reading, store
from lempu.kernel.findings.services import check
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.plans.models import Plan

NAME = "IMG_rapat_lagi.jpg"


def reuse_a_photo(plan: Plan, now: dt.datetime) -> Obligation | None:
    """Offer it for a month that is open now and submit it; None where the year has nothing to take."""
    source = Version.objects.filter(
        evidence__office=plan.office_id,
        evidence__kind="photo",
        evidence__obligation__state=State.ACCEPTED,
        file__isnull=False,
    ).last()
    rows = Obligation.objects.filter(plan=plan, state=State.OPEN, begins_on__lte=now, evidence=None)
    obligation = rows.for_listing().filter(indicator__owners__isnull=False).last()
    if source is None or source.file is None or obligation is None:
        return None
    with time_machine.travel(now - dt.timedelta(hours=20), tick=True):
        file = store(content=io.BytesIO(_changed(source)), name=NAME)
        owner = obligation.indicator.owners.order_by("pk")[0]
        evidence.add_evidence(
            obligation=obligation,
            actor=owner,
            content=evidence.Content(file=file, name=NAME),
            details=evidence.Details(kind="photo", document_date=now.date()),
        )
        note = "Dokumen lain menyusul, masih ditandatangani."
        evidence.submit(obligation=obligation, actor=owner, note=note)
        for one in (source.file, file):
            reading.understand(one.pk)
        check(obligation.pk)
    return obligation


def _changed(source: Version) -> bytes:
    assert source.file is not None  # asked for above
    with source.file.open() as content, Image.open(content) as image:
        across, down = image.size
        cut = image.convert("RGB").crop(
            (across // 10, down // 10, across * 9 // 10, down * 9 // 10)
        )
    kept = io.BytesIO()
    ImageEnhance.Brightness(cut).enhance(1.12).save(kept, "JPEG", quality=60)
    return kept.getvalue()
