"""What came from the office's scanner this morning: one paper behind its cover sheet, one without."""

import datetime as dt
import io
import uuid

import pypdfium2
import time_machine
from django.core.files.base import ContentFile

from lempu.kernel.demo.services.papers import paper
from lempu.kernel.files import services as files
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.plans.models import Plan
from lempu.kernel.scans import services
from lempu.kernel.scans.renditions import text_of
from lempu.kernel.scans.services import filing


def scan_at_the_office(plan: Plan, now: dt.datetime) -> None:
    """File one at an open month nobody proved yet, leave the other in the tray; or do nothing."""
    rows = Obligation.objects.filter(plan=plan, state=State.OPEN, begins_on__lte=now, evidence=None)
    obligation = rows.for_listing().filter(indicator__owners__isnull=False).last()
    if obligation is None:
        return
    owner = obligation.indicator.owners.order_by("pk")[0]
    with time_machine.travel(now - dt.timedelta(hours=3), tick=True):
        sheet = services.make_sheet(obligation=obligation, kind="report", actor=owner)
        paged = _joined(services.sheet_pdf(sheet), _paper(obligation, "report", "Laporan", now))
        _arrive(obligation, "scan0041.pdf", paged, [text_of(obligation.office.code, sheet.code)])
        invitation = _paper(obligation, "invitation", "Undangan", now)
        _arrive(obligation, "scan0042.pdf", invitation, [])


def _paper(obligation: Obligation, kind: str, label: str, now: dt.datetime) -> bytes:
    row = obligation.indicator
    return paper(kind=kind, label=label, code=row.code, row=row.text, day=now.date()).content


def _joined(*contents: bytes) -> bytes:
    kept, target = io.BytesIO(), pypdfium2.PdfDocument.new()
    for content in contents:
        source = pypdfium2.PdfDocument(content)
        target.import_pages(source)
        source.close()
    target.save(kept)
    target.close()
    return kept.getvalue()


def _arrive(obligation: Obligation, name: str, content: bytes, codes: list[str]) -> None:
    with files.take_in(content=ContentFile(content), name=name) as taken:
        filing.receive(obligation.office, uuid.uuid4().hex, name, taken, codes)
