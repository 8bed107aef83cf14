"""Several rows get their owners at once, before and after the plan is enacted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lempu.kernel.plans.enums import Perm
from lempu.kernel.plans.forms import OwnersForm
from lempu.kernel.plans.services import assignments
from lempu.kernel.plans.tables.grid import grid_of
from lempu.kernel.plans.views.grid import found
from lempu.shared.http import Request, answer, errors_to, require_perm


@require_http_methods(["GET", "POST"])
def plan_owners(request: Request, pk: int) -> HttpResponse:
    """Tick rows and people; the ticked rows then belong to exactly these people."""
    plan = found(request, pk)
    require_perm(request.user, Perm.ASSIGN, plan)
    form = OwnersForm(request.POST if request.method == "POST" else None, plan=plan)
    if form.is_bound and form.is_valid():
        with errors_to(form):
            assignments.set_owners_of_many(
                plan=plan,
                actor=request.user,
                indicators=list(form.cleaned_data["rows"]),
                owners=list(form.cleaned_data["owners"]),
            )
            messages.success(request, _("The owners of the rows are set."))
            return redirect("plans:owners", plan.pk)
    ticked = request.POST.getlist("rows")
    context = {"plan": plan, "grid": grid_of(plan), "ticked": ticked}
    return answer(request, "plans/owners.html", context, form=form)
