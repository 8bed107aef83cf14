"""Which measures of the desks feed the rows of a plan; a person confirms what the words propose."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lempu.kernel.plans.enums import Perm
from lempu.kernel.plans.forms import BindForm
from lempu.kernel.plans.models import Indicator
from lempu.kernel.plans.selectors import bindings as selectors
from lempu.kernel.plans.services.bindings import bind_row
from lempu.kernel.plans.views.grid import found
from lempu.shared.http import Request, answer, errors_to, may, require_perm


@require_safe
def plan_measures(request: Request, pk: int) -> HttpResponse:
    """Every row with what feeds it and what is proposed."""
    plan = found(request, pk)
    rows = selectors.bound_rows(plan)
    context = {
        "plan": plan,
        "told": [row for row in rows if row.bound or row.proposals],
        "others": [row for row in rows if not (row.bound or row.proposals)],
        "may_bind": may(request.user, Perm.BIND, plan),
    }
    return render(request, "plans/measures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_bind(request: Request, pk: int) -> HttpResponse:
    """The measures of one row, each with its target."""
    indicators = Indicator.objects.visible_to(request.user).with_place()
    row = get_object_or_404(indicators.select_related("plan__office"), pk=pk)
    require_perm(request.user, Perm.BIND, row.plan)
    offered = selectors.offered_to(row)
    data = request.POST if request.method == "POST" else None
    form = BindForm(data, offered=offered)
    if form.is_bound and form.is_valid():
        with errors_to(form):
            bind_row(indicator=row, actor=request.user, targets=form.targets())
            messages.success(request, _("The measures of %(row)s are set.") % {"row": row.code})
            return redirect("plans:measures", row.plan_id)
    return answer(request, "plans/bind.html", {"plan": row.plan, "row": row}, form=form)
