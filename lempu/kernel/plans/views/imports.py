"""Upload, dry run, take over or undo."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lempu.kernel.files.models import StoredFile
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.enums import Extent, ImportState, Perm
from lempu.kernel.plans.forms import DecisionForm, UploadForm, YearForm
from lempu.kernel.plans.models import Import, Plan
from lempu.kernel.plans.selectors import free_year
from lempu.kernel.plans.selectors.versions import in_force
from lempu.kernel.plans.services import amendments, imports
from lempu.kernel.plans.tables.amendment_run import AmendmentRun, amendment_run_of
from lempu.kernel.plans.tables.dry_run import DryRun, dry_run_of
from lempu.kernel.plans.views.grid import status_of
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, answer, errors_to, may, require_perm

FILTERS = {"semua", "ubah", "temuan", "putuskan"}


def office_of(request: Request, permission: str) -> Office:
    """The office the person works in, where they hold the permission; else 403."""
    if not request.office:
        raise PermissionDenied(permission)
    require_perm(request.user, permission, request.office)
    return request.office


@require_http_methods(["GET", "POST"])
def plan_upload(request: Request) -> HttpResponse:
    """Give the decree as the office has it."""
    office = office_of(request, Perm.EDIT)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            with errors_to(form):
                row = imports.start_import(
                    office=office, actor=request.user, file=file, name=file.name
                )
                return redirect("plans:import", row.pk)
    return answer(request, "plans/upload.html", {}, form=form)


@require_safe
def import_page(request: Request, pk: int) -> HttpResponse:
    """The dry run; while the file is being read, a page that looks again by itself."""
    row = found_import(request, pk)
    if row.state == ImportState.WAITING and request.htmx:
        return HttpResponse(status=204)
    if row.state == ImportState.READ:
        return render(request, template_of(row), dry_run(request, row))
    context = {
        "row": row,
        "failure": imports.failure_of(row),
        "may_edit": may(request.user, Perm.EDIT, row),
        "year_form": YearForm(initial={"year": free_year(row.office)}),
    }
    return render(request, "plans/import_other.html", context)


@require_POST
def import_decide(request: Request, pk: int, position: int) -> HttpResponse:
    """Answer one finding: with htmx the row comes back, without the page at that row."""
    row = found_import(request, pk)
    require_perm(request.user, Perm.EDIT, row)
    form = DecisionForm(request.POST)
    if form.is_valid():
        with errors_to(form):
            row = imports.decide_finding(
                imported=row, actor=request.user, position=position, **form.cleaned_data
            )
    if form.is_valid() and not request.htmx:
        return redirect(_back_to_row(request, row, position))
    context = dry_run(request, row)
    if not request.htmx:
        return answer(request, template_of(row), context, form=form)
    return _row_answer(request, context, row, position, form)


def _row_answer(
    request: Request, context: dict[str, Any], row: Import, position: int, form: DecisionForm
) -> HttpResponse:
    findings = (row.reading or {}).get("findings", [])
    code = findings[position].get("row") if 0 <= position < len(findings) else None
    line = next((line for line in context["run"].rows if line.code == code), None)
    if line is None:
        return answer(request, template_of(row), context, form=form)
    context |= {"line": line, "refused_at": position, "swapped": True}
    return answer(request, f"{template_of(row)}#row", context, form=form)


@require_POST
def import_adopt(request: Request, pk: int) -> HttpResponse:
    """Make the draft; from here on it is corrected in the grid."""
    row = found_import(request, pk)
    require_perm(request.user, Perm.EDIT, row)
    try:
        plan = imports.adopt_import(imported=row, actor=request.user)
    except DomainError as refusal:
        if refusal.code == "not_read" or not row.amends_id:
            raise
        return render(
            request, template_of(row), dry_run(request, row, refusal), status=status_of(refusal)
        )
    messages.success(request, _("The draft is made. Correct it here, then enact it."))
    return redirect("plans:grid", plan.pk)


@require_POST
def import_by_hand(request: Request, pk: int) -> HttpResponse:
    """Enter in the grid what could not be read; the file stays attached."""
    row = found_import(request, pk)
    require_perm(request.user, Perm.EDIT, row)
    form = YearForm({"year": row.amends.year} if row.amends else request.POST)
    if form.is_valid():
        with errors_to(form):
            plan = imports.enter_by_hand(imported=row, actor=request.user, **form.cleaned_data)
            return redirect("plans:grid", plan.pk)
    failure = imports.failure_of(row)
    context = {"row": row, "failure": failure, "may_edit": True, "year_form": form}
    return answer(request, "plans/import_other.html", context, form=form)


@require_POST
def import_withdraw(request: Request, pk: int) -> HttpResponse:
    row = found_import(request, pk)
    require_perm(request.user, Perm.EDIT, row)
    imports.withdraw_import(
        imported=row, actor=request.user, reason=request.POST.get("reason", "")[:500]
    )
    messages.success(request, _("The import is undone. The file is kept in the history."))
    return redirect("plans:list")


@require_safe
def import_source(request: Request, pk: int) -> FileResponse:
    row = found_import(request, pk)
    return download(row.file, row.name)


@require_safe
def plan_source(request: Request, pk: int) -> FileResponse:
    plan = get_object_or_404(
        Plan.objects.visible_to(request.user).select_related("source_file"),
        pk=pk,
        source_file__isnull=False,
    )
    require_perm(request.user, Perm.VIEW, plan)
    assert plan.source_file is not None  # the filter above, said to mypy
    return download(plan.source_file, plan.source_name)


def download(file: StoredFile, name: str) -> FileResponse:
    """The bytes as they were given, only ever to be saved: never shown inside our pages."""
    response = FileResponse(
        file.open(), as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Length"] = str(file.size)
    return response


def found_import(request: Request, pk: int) -> Import:
    rows = Import.objects.visible_to(request.user).select_related(
        "office", "file", "plan", "amends__office"
    )
    row = get_object_or_404(rows, pk=pk)
    require_perm(request.user, Perm.VIEW, row)
    return row


def template_of(row: Import) -> str:
    return "plans/import_amendment.html" if row.amends_id else "plans/import.html"


def dry_run(request: Request, row: Import, refusal: DomainError | None = None) -> dict[str, Any]:
    """What the dry run shows; of an amending decree beside the plan in force."""
    run: DryRun | AmendmentRun = amendment_run_of(row) if row.amends_id else dry_run_of(row)
    wanted = request.GET.get("tampil") or request.POST.get("tampil") or ""
    shown = wanted if wanted in FILTERS else _first_filter(run)
    return {
        "row": row,
        "run": run,
        "shown": shown,
        "lines": run.shown(shown),
        "seconds": row.took_ms / 1000,
        "may_edit": may(request.user, Perm.EDIT, row),
        "months": DecisionForm.base_fields["months"].choices,  # type: ignore[attr-defined]
        "extents": Extent,
        "to_amend": to_amend(row),
        "blocked": _blocked(row),
        "refusal": refusal,
    }


def _first_filter(run: DryRun | AmendmentRun) -> str:
    if isinstance(run, AmendmentRun):
        return "putuskan" if run.undecided else "ubah" if run.touched else "semua"
    return "temuan" if run.with_findings else "semua"


def to_amend(row: Import) -> Plan | None:
    """The plan in force that the decree most likely amends: of the year it names, or that which has
    replaced the one it was read for. None when it is read for that one already.
    """
    year = row.amends.year if row.amends else (row.reading or {}).get("decree", {}).get("year")
    plan = in_force(row.office, year) if year else None
    return plan if plan and plan.pk != row.amends_id else None


def _blocked(row: Import) -> DomainError | None:
    """Why the plan that the decree was read for cannot be amended any more, if so."""
    if row.amends is None:
        return None
    try:
        amendments.require_amendable(row.amends)
    except DomainError as refusal:
        return refusal
    return None


def _back_to_row(request: Request, row: Import, position: int) -> str:
    code = (row.reading or {})["findings"][position].get("row") or ""
    return f"{reverse('plans:import', args=[row.pk])}{filter_of(request)}#baris-{code}"


def filter_of(request: Request) -> str:
    """The filter the form came from, to go back to; the rows to decide are left once decided."""
    shown = request.POST.get("tampil")
    return f"?tampil={shown}" if shown in FILTERS - {"putuskan"} else ""
