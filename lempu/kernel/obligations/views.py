"""Enacting, on a page of its own: a plan's first version, or the amendment that replaces one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lempu.kernel.obligations import selectors, services
from lempu.kernel.obligations.enums import Fate, Past
from lempu.kernel.obligations.selectors import fates
from lempu.kernel.obligations.services import amending
from lempu.kernel.plans.enums import Perm
from lempu.kernel.plans.models import Plan
from lempu.kernel.plans.selectors.versions import version_words
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, answer, may, require_perm, whole_number

STALE = {"not_draft", "edition_changed", "year_taken", "superseded"}


@require_http_methods(["GET", "POST"])
def obligation_enact(request: Request, pk: int) -> HttpResponse:
    """Say what enacting brings; on POST do it, for the edition of the draft that was shown."""
    plan = _found(request, pk)
    require_perm(request.user, Perm.ENACT, plan)
    if request.method == "GET" and not plan.is_draft:
        return redirect("plans:grid", plan.pk)
    refusal = None
    if request.method == "POST":
        try:
            told = _enact(request, plan)
        except DomainError as error:
            refusal = error
            plan = _found(request, pk)
        else:
            messages.success(request, told)
            return redirect("plans:grid", plan.pk)
    context = {
        "plan": plan,
        "outlook": selectors.outlook_of(plan),
        "refusal": refusal,
        "may_edit": may(request.user, Perm.EDIT, plan),
    }
    if not plan.is_amendment:
        return answer(request, "obligations/enact.html", context, status=_status_of(refusal))
    context |= _consequences(plan) | {"chosen": request.POST.get("past", ""), "pasts": Past}
    return answer(request, "obligations/enact_amendment.html", context, status=_status_of(refusal))


@require_safe
def difference(request: Request, pk: int) -> HttpResponse:
    """What a version changes of the one it amends, and what becomes of every obligation."""
    plan = _found(request, pk)
    require_perm(request.user, Perm.VIEW, plan)
    if plan.amends is None:
        raise Http404
    context = {
        "plan": plan,
        **_consequences(plan),
        "old_words": version_words(plan.amends),
        "new_words": version_words(plan),
        "may_enact": plan.is_draft and may(request.user, Perm.ENACT, plan),
    }
    return render(request, "obligations/difference.html", context)


def _enact(request: Request, plan: Plan) -> str:
    edition = whole_number(request.POST.get("edition", "")) or 0
    if plan.is_amendment:
        past = request.POST.get("past", "")
        amending.enact_amendment(plan=plan, actor=request.user, edition=edition, past=past)
        return _("The amendment is enacted. What was proved stays; the new months are owed now.")
    services.enact_plan(plan=plan, actor=request.user, edition=edition)
    return _("The plan is enacted. Its obligations are made.")


def _found(request: Request, pk: int) -> Plan:
    plans = Plan.objects.visible_to(request.user)
    return get_object_or_404(plans.select_related("office", "amends", "source_file"), pk=pk)


def _consequences(plan: Plan) -> dict[str, Any]:
    change = fates.change_by(plan)
    counts = change.counts
    return {
        "change": change,
        "difference": change.difference,
        "carried": counts[Fate.CARRIED] + counts[Fate.DUE_MOVED],
        "kept": counts[Fate.KEPT] + counts[Fate.KEPT_OPEN],
        "withdrawn": counts[Fate.WITHDRAWN],
        "fresh": counts[Fate.NEW],
    }


def _status_of(refusal: DomainError | None) -> int:
    if refusal is None:
        return 200
    return 409 if refusal.code in STALE else 422
