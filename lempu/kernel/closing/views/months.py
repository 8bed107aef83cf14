from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lempu.kernel.closing import selectors, services
from lempu.kernel.closing.enums import Perm
from lempu.kernel.closing.forms import CloseForm
from lempu.kernel.plans.models import Plan
from lempu.shared.http import Request, answer, errors_to, require_perm
from lempu.shared.periods import Month, today


@require_http_methods(["GET", "HEAD", "POST"])
def month(request: Request, pk: int, number: int) -> HttpResponse:
    """Close a month of a plan, with a reason for everything that has no proof."""
    plans = Plan.objects.visible_to(request.user).enacted().select_related("office")
    plan = get_object_or_404(plans, pk=pk)
    require_perm(request.user, Perm.CLOSE, plan)
    if not 1 <= number <= 12:
        raise Http404
    ending = selectors.ending_of(plan, Month(plan.year, number), today())
    data = request.POST if request.method == "POST" else None
    form = CloseForm(data, unproved=ending.unproved)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            services.close_month(
                plan=plan, month=number, actor=request.user, reasons=form.reasons()
            )
            messages.success(
                request,
                _(
                    "%(month)s %(year)s is closed. Late proof is still accepted and stays marked late."
                )
                % {"month": ending.month.name, "year": plan.year},
            )
            return redirect("home:matrix", year=plan.year)
    return answer(request, "closing/month.html", {"plan": plan, "ending": ending}, form=form)
