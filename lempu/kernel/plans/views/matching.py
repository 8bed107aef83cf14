"""An amending decree on its dry run: which rows go on, which are new, which end."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lempu.kernel.plans.enums import ImportState, Perm
from lempu.kernel.plans.models import Import
from lempu.kernel.plans.services import matching
from lempu.kernel.plans.tables.amendment_run import amendment_run_of, targets_of
from lempu.kernel.plans.views.grid import status_of
from lempu.kernel.plans.views.imports import dry_run, filter_of, found_import, template_of, to_amend
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, require_perm


@require_http_methods(["GET", "POST"])
def import_match(request: Request, pk: int, position: int) -> HttpResponse:
    """Choose the row in force that a row read goes on from, or say that it is new."""
    row = found_import(request, pk)
    require_perm(request.user, Perm.EDIT, row)
    refusal = None
    if request.method == "POST":
        if "key" not in request.POST:
            refusal = DomainError(_("Choose one of the rows."), code="choice_missing")
        else:
            key = request.POST["key"]
            try:
                matching.set_match(imported=row, actor=request.user, position=position, key=key)
            except DomainError as error:
                refusal = error
            else:
                return redirect(_dry_run_of(request, row, f"#baca-{position}"))
    if row.state != ImportState.READ or row.amends is None:
        if refusal:
            raise refusal
        return redirect("plans:import", row.pk)
    run = amendment_run_of(row)
    line = next((line for line in run.rows if line.place == position), None)
    if line is None:
        raise Http404
    targets = targets_of(run, position)
    context = {
        "row": row,
        "run": run,
        "line": line,
        "targets": targets,
        "refusal": refusal,
        "shown": request.GET.get("tampil") or request.POST.get("tampil") or "",
    }
    return render(request, "plans/import_match.html", context, status=status_of(refusal))


@require_POST
def import_extent(request: Request, pk: int) -> HttpResponse:
    """Say whether the annex is the whole plan or only lists what changes."""
    row = found_import(request, pk)
    require_perm(request.user, Perm.EDIT, row)
    extent = request.POST.get("extent", "")
    try:
        matching.set_extent(imported=row, actor=request.user, extent=extent)
    except DomainError as refusal:
        return _refused(request, row, refusal)
    return redirect(_dry_run_of(request, row, "#cakupan"))


@require_POST
def import_ending(request: Request, pk: int) -> HttpResponse:
    """Say of one row that the decree does not have whether it ends."""
    row = found_import(request, pk)
    require_perm(request.user, Perm.EDIT, row)
    key, ends = request.POST.get("key", ""), request.POST.get("ends") == "1"
    try:
        matching.set_ending(imported=row, actor=request.user, key=key, ends=ends)
    except DomainError as refusal:
        return _refused(request, row, refusal)
    return redirect(_dry_run_of(request, row, f"#lama-{key}"))


@require_POST
def import_amends(request: Request, pk: int) -> HttpResponse:
    """Take a decree that was read for one that amends the plan in force."""
    row = found_import(request, pk)
    require_perm(request.user, Perm.EDIT, row)
    try:
        plan = to_amend(row)
        if plan is None:
            raise DomainError(
                _("No plan is in force for the year of this decree. Nothing was changed."),
                code="none_in_force",
            )
        matching.treat_as_amendment(imported=row, actor=request.user, plan=plan)
    except DomainError as refusal:
        return _refused(request, row, refusal)
    messages.success(request, _("The decree is now read beside the plan in force."))
    return redirect("plans:import", row.pk)


def _dry_run_of(request: Request, row: Import, anchor: str) -> str:
    return reverse("plans:import", args=[row.pk]) + filter_of(request) + anchor


def _refused(request: Request, row: Import, refusal: DomainError) -> HttpResponse:
    """The dry run with what was refused; the refusal alone where there is none to show any more."""
    row = found_import(request, row.pk)
    if row.state != ImportState.READ:
        raise refusal
    context = dry_run(request, row, refusal)
    return render(request, template_of(row), context, status=status_of(refusal))
