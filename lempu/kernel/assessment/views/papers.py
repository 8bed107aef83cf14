"""The report of the evaluation (LHE) and the presentation sheet, as PDF and Word."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from lempu.kernel.assessment.enums import Perm
from lempu.kernel.assessment.models import Assessment
from lempu.kernel.assessment.selectors import papers
from lempu.kernel.assessment.views.excel import handed_out
from lempu.kernel.assessment.views.finding import found
from lempu.kernel.plans.exports import Export
from lempu.kernel.plans.renditions import CONTENT_TYPES
from lempu.kernel.reporting.renditions import write_docx, write_pdf
from lempu.shared.http import Request, may
from lempu.shared.paper.blocks import Document

WRITERS = {"pdf": write_pdf, "docx": write_docx}


@require_safe
def lhe(request: Request, pk: int, ending: str) -> HttpResponse:
    """The LHE of the latest closed round, for the office and for its assessors."""
    rows = Assessment.objects.visible_to(request.user).select_related("office")
    row = get_object_or_404(rows, pk=pk)
    if not may(request.user, Perm.VIEW, row) and not may(request.user, Perm.JUDGE, row):
        raise PermissionDenied(Perm.JUDGE)
    round_ = papers.judged_round(row)
    if round_ is None:
        raise Http404
    return _file(
        papers.report_of_evaluation(row, round_), f"LHE {row.office.name} {row.year}", ending
    )


@require_safe
def presentation(request: Request, pk: int, ending: str) -> HttpResponse:
    """One page for leaders."""
    row = found(request, Perm.VIEW, pk)
    return _file(papers.presentation_of(row), f"Paparan ZI {row.office.name} {row.year}", ending)


def _file(document: Document, name: str, ending: str) -> HttpResponse:
    if ending not in WRITERS:
        raise Http404
    content = WRITERS[ending](document)
    return handed_out(Export(f"{name}.{ending}", CONTENT_TYPES[ending], content))
