"""The plan in its grid: ticks and words of a draft, or the enacted plan with its owners."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lempu.kernel.plans import registry
from lempu.kernel.plans.enums import SET_BY_DECREE, Perm, PlanState
from lempu.kernel.plans.forms import CellForm, DecisionForm, EditionForm
from lempu.kernel.plans.models import Indicator, Plan, PlanFinding
from lempu.kernel.plans.selectors.versions import versions_of
from lempu.kernel.plans.services import findings, rows
from lempu.kernel.plans.tables.grid import grid_of
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, may, require_perm, safe_next, whole_number
from lempu.shared.periods import months_of

STALE = 409
#: Somebody was first: the page shows what stands now.
STALE_CODES = {"edition_changed", "not_draft", "amendment_open", "superseded"}


@require_safe
def plan_grid(request: Request, pk: int) -> HttpResponse:
    return grid_page(request, found(request, pk))


@require_POST
def plan_ticks(request: Request, pk: int) -> HttpResponse:
    """Save the ticks of the rows that the form carries."""
    plan = found(request, pk)
    require_perm(request.user, Perm.EDIT, plan)
    form = EditionForm(request.POST)
    if not form.is_valid():
        raise Http404
    ticks = _ticks_of(request.POST)
    try:
        plan = rows.set_ticks(
            plan=plan, actor=request.user, edition=form.cleaned_data["edition"], months=ticks
        )
    except DomainError as refusal:
        if wants_json(request):
            return refused_json(refusal)
        return grid_page(request, plan, refusal=refusal, typed=ticks)
    if wants_json(request):
        return JsonResponse({"edition": plan.edition, "rows": ticks})
    messages.success(request, _("The ticks are saved."))
    return redirect(safe_next(request, reverse("plans:grid", args=[plan.pk])))


@require_POST
def plan_cell(request: Request, pk: int) -> HttpResponse:
    """Tick or untick one cell; answers JSON, or sends a browser without script back to the grid."""
    row = get_object_or_404(
        Indicator.objects.visible_to(request.user).select_related("plan__office"), pk=pk
    )
    require_perm(request.user, Perm.EDIT, row.plan)
    form = CellForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        row = rows.set_month(indicator=row, actor=request.user, **form.cleaned_data)
    except DomainError as refusal:
        if wants_json(request):
            return refused_json(refusal)
        return grid_page(request, row.plan, refusal=refusal)
    if wants_json(request):
        return JsonResponse({"edition": row.plan.edition, "months": row.months})
    return redirect(f"{reverse('plans:grid', args=[row.plan_id])}#indikator-{row.pk}")


@require_POST
def plan_accept(request: Request, pk: int) -> HttpResponse:
    """Confirm every suggestion that is still open."""
    plan = found(request, pk)
    require_perm(request.user, Perm.EDIT, plan)
    edition = edition_of(request)
    try:
        rows.accept_suggestions(plan=plan, actor=request.user, edition=edition)
    except DomainError as refusal:
        return grid_page(request, plan, refusal=refusal)
    messages.success(request, _("All suggestions are confirmed."))
    return redirect("plans:grid", plan.pk)


@require_POST
def plan_finding(request: Request, pk: int, position: int) -> HttpResponse:
    """Answer a finding of the reader on the draft."""
    plan = found(request, pk)
    require_perm(request.user, Perm.EDIT, plan)
    finding = get_object_or_404(PlanFinding, plan=plan, position=position)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        findings.decide(
            finding=finding, actor=request.user, edition=edition_of(request), **form.cleaned_data
        )
    except DomainError as refusal:
        return grid_page(request, plan, refusal=refusal)
    anchor = f"#indikator-{finding.indicator_id}" if finding.indicator_id else ""
    return redirect(reverse("plans:grid", args=[plan.pk]) + anchor)


def grid_page(
    request: Request,
    plan: Plan,
    *,
    refusal: DomainError | None = None,
    typed: dict[int, list[int]] | None = None,
) -> HttpResponse:
    """The grid; after a refusal with what it said (409 when somebody was first, else 422)."""
    plan = found(request, plan.pk)
    grid = grid_of(plan)
    is_editable = plan.is_draft and may(request.user, Perm.EDIT, plan)
    context = {
        "plan": plan,
        "grid": grid,
        "months": months_of(plan.year),
        "is_editable": is_editable,
        "may_enact": plan.is_draft and may(request.user, Perm.ENACT, plan),
        "may_assign": may(request.user, Perm.ASSIGN, plan),
        "versions": versions_of(plan) if plan.state in SET_BY_DECREE or plan.is_amendment else [],
        "standing": registry.standing_of(plan) if plan.state == PlanState.ENACTED else None,
        "refusal": refusal,
        "lost": _lost(grid.rows, typed or {}),
    }
    template = "plans/grid.html" if is_editable else "plans/enacted.html"
    return render(request, template, context, status=status_of(refusal))


def _lost(lines: list[Any], typed: dict[int, list[int]]) -> list[Any]:
    """Rows whose typed months differ from what is kept now: shown, so that nothing is lost."""
    return [
        (line.indicator.code, sorted(typed[line.indicator.pk]), line.indicator.months)
        for line in lines
        if sorted(typed.get(line.indicator.pk, line.indicator.months)) != line.indicator.months
    ]


def found(request: Request, pk: int) -> Plan:
    plan = get_object_or_404(
        Plan.objects.visible_to(request.user).select_related(
            "office", "source_file", "enacted_by", "amends"
        ),
        pk=pk,
    )
    require_perm(request.user, Perm.VIEW, plan)
    return plan


def edition_of(request: Request) -> int:
    """The edition the form carries; without one nothing can be judged stale, so it is no request."""
    form = EditionForm(request.POST)
    if not form.is_valid():
        raise Http404
    edition: int = form.cleaned_data["edition"]
    return edition


def wants_json(request: Request) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def status_of(refusal: DomainError | None) -> int:
    if refusal is None:
        return 200
    return STALE if refusal.code in STALE_CODES else 422


def refused_json(refusal: DomainError) -> JsonResponse:
    return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=status_of(refusal))


def _ticks_of(posted: QueryDict) -> dict[int, list[int]]:
    """``rows=12`` for every row that is on the form, ``m-12=3`` for every tick."""
    keys = _numbers(posted.getlist("rows"))
    return {key: _numbers(posted.getlist(f"m-{key}")) for key in keys}


def _numbers(texts: list[str]) -> list[int]:
    return [number for text in texts if (number := whole_number(text)) is not None]
