"""The sheet as a workbook, out and in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lempu.kernel.assessment.enums import Perm
from lempu.kernel.assessment.forms import WorkbookForm
from lempu.kernel.assessment.selectors.exporting import workbook_of
from lempu.kernel.assessment.selectors.importing import dry_run_of
from lempu.kernel.assessment.services.importing import apply_import, start_import
from lempu.kernel.assessment.views.finding import found
from lempu.kernel.plans.exports import Export
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, answer, errors_to


def handed_out(export: Export) -> HttpResponse:
    """A file as an answer to be saved."""
    response = HttpResponse(export.content, content_type=export.content_type)
    response["Content-Disposition"] = content_disposition_header(True, export.name)
    return response


@require_safe
def workbook(request: Request, pk: int) -> HttpResponse:
    """The running round as an Excel workbook with formulas of its own."""
    return handed_out(workbook_of(found(request, Perm.VIEW, pk)))


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: Request, pk: int) -> HttpResponse:
    """Give a filled workbook; a dry run follows."""
    row = found(request, Perm.MANAGE, pk)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        with errors_to(form):
            run = start_import(assessment=row, actor=request.user, file=file, name=file.name)
            return redirect("assessment:dry_run", row.pk, run.pk)
    return answer(request, "assessment/upload.html", {"assessment": row}, form=form)


@require_safe
def dry_run(request: Request, pk: int, run: int) -> HttpResponse:
    """A verdict for every question; nothing is changed yet."""
    row = found(request, Perm.MANAGE, pk)
    given = get_object_or_404(row.imports.select_related("created_by"), pk=run)
    context = {"assessment": row, "run": given, "dry": dry_run_of(given)}
    return answer(request, "assessment/dry_run.html", context)


@require_POST
def apply(request: Request, pk: int, run: int) -> HttpResponse:
    """Take the answers of the dry run over."""
    row = found(request, Perm.MANAGE, pk)
    given = get_object_or_404(row.imports, pk=run)
    try:
        apply_import(run=given, actor=request.user)
        messages.success(request, _("Taken over. What could not be taken stands below."))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("assessment:dry_run", row.pk, run)
