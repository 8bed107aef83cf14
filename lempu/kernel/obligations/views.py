"""Enacting: the act that locks a plan and makes its obligations, on a page of its own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lempu.kernel.obligations import selectors, services
from lempu.kernel.plans.enums import Perm
from lempu.kernel.plans.models import Plan
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, answer, may, require_perm, whole_number

STALE = {"not_draft", "edition_changed", "year_taken"}


@require_http_methods(["GET", "POST"])
def obligation_enact(request: Request, pk: int) -> HttpResponse:
    """Say what enacting brings; on POST do it, for the edition of the draft that was shown."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("office"), pk=pk)
    require_perm(request.user, Perm.ENACT, plan)
    if request.method == "GET" and not plan.is_draft:
        return redirect("plans:grid", plan.pk)
    refusal = None
    if request.method == "POST":
        edition = request.POST.get("edition", "")
        try:
            plan = services.enact_plan(
                plan=plan, actor=request.user, edition=whole_number(edition) or 0
            )
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("The plan is enacted. Its obligations are made."))
            return redirect("plans:grid", plan.pk)
    context = {
        "plan": plan,
        "outlook": selectors.outlook_of(plan),
        "refusal": refusal,
        "may_edit": may(request.user, Perm.EDIT, plan),
    }
    return answer(request, "obligations/enact.html", context, status=_status_of(refusal))


def _status_of(refusal: DomainError | None) -> int:
    if refusal is None:
        return 200
    return 409 if refusal.code in STALE else 422
