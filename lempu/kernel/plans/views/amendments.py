"""Starting an amendment of the plan in force; the file of the amending decree."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lempu.kernel.plans.enums import Perm
from lempu.kernel.plans.forms import AttachForm, DecreeForm, UploadForm
from lempu.kernel.plans.models import Plan
from lempu.kernel.plans.selectors.versions import in_force, open_amendment, version_words
from lempu.kernel.plans.services import amendments, imports
from lempu.kernel.plans.views.grid import found, status_of
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, answer, errors_to, require_perm


@require_http_methods(["GET", "POST"])
def plan_amend(request: Request, pk: int) -> HttpResponse:
    """Say how a plan in force is changed; on POST make the draft of its next version."""
    plan = found(request, pk)
    require_perm(request.user, Perm.EDIT, plan)
    refusal = None
    try:
        if request.method == "POST":
            draft = amendments.start_amendment(plan=plan, actor=request.user)
            messages.success(
                request, _("The draft is made. Change rows and months as the decree says.")
            )
            return redirect("plans:grid", draft.pk)
        amendments.require_amendable(plan)
    except DomainError as error:
        refusal = error
    status = status_of(refusal) if request.method == "POST" else 200
    return render(request, "plans/amend.html", _page(plan, refusal), status=status)


@require_POST
def plan_attach(request: Request, pk: int) -> HttpResponse:
    """Keep the signed decree with the draft."""
    plan = found(request, pk)
    require_perm(request.user, Perm.EDIT, plan)
    form = AttachForm(request.POST, request.FILES, auto_id="attach-%s")
    if form.is_valid():
        given = form.cleaned_data
        with errors_to(form):
            amendments.attach_decree(
                plan=plan,
                actor=request.user,
                edition=given["edition"],
                file=given["file"],
                name=given["file"].name,
            )
            messages.success(request, _("The file of the decree is kept with the draft."))
            return redirect("plans:decree", plan.pk)
    decree = DecreeForm(initial=DecreeForm.values_of(plan)).for_plan(plan)
    context = {"plan": plan, "attach_form": form, "decree_form": decree}
    return answer(request, "plans/decree.html", context, form=form)


@require_http_methods(["GET", "POST"])
def plan_amend_upload(request: Request, pk: int) -> HttpResponse:
    """Give the amending decree to be read beside the plan in force."""
    plan = found(request, pk)
    require_perm(request.user, Perm.EDIT, plan)
    form = UploadForm(request.POST or None, request.FILES or None)
    refusal = None
    try:
        amendments.require_amendable(plan)
        if request.method == "POST":
            form = UploadForm(request.POST, request.FILES)
            if form.is_valid():
                file = form.cleaned_data["file"]
                with errors_to(form):
                    row = imports.start_import(
                        office=plan.office,
                        actor=request.user,
                        file=file,
                        name=file.name,
                        amends=plan,
                    )
                    return redirect("plans:import", row.pk)
    except DomainError as error:
        refusal = error
    if refusal:
        status = status_of(refusal) if request.method == "POST" else 200
        return render(request, "plans/amend.html", _page(plan, refusal), status=status)
    context = {"plan": plan, "words": version_words(plan)}
    return answer(request, "plans/amend_upload.html", context, form=form)


def _page(plan: Plan, refusal: DomainError | None) -> dict[str, object]:
    return {
        "plan": plan,
        "words": version_words(plan),
        "draft": open_amendment(plan.office, plan.year),
        "in_force": in_force(plan.office, plan.year),
        "refusal": refusal,
    }
