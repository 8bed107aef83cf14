"""One row of the plan: its words, what it asks for, who owns it, its place."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lempu.kernel.plans.enums import Level, Perm
from lempu.kernel.plans.forms import (
    AddForm,
    AssignForm,
    ExpectationForm,
    MoveForm,
    TextForm,
)
from lempu.kernel.plans.models import Indicator, Plan
from lempu.kernel.plans.services import assignments, outline, rows
from lempu.kernel.plans.tables.dry_run import strip, verdict_of
from lempu.kernel.plans.views.grid import (
    edition_of,
    found,
    grid_page,
    refused_json,
    status_of,
    wants_json,
)
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, answer, errors_to, may, require_perm, safe_next

#: how a plan is found from a row of each level
PATHS = {
    Level.PROGRAMME: "programmes",
    Level.ACTIVITY: "programmes__activities",
    Level.SUB_ACTIVITY: "programmes__activities__sub_activities",
    Level.INDICATOR: "indicators",
}
BELOW = {
    Level.PROGRAMME: ("activity", "sub_activity", "indicator"),
    Level.ACTIVITY: ("sub_activity", "indicator"),
    Level.SUB_ACTIVITY: ("indicator",),
}


@require_safe
def plan_row(request: Request, pk: int) -> HttpResponse:
    return _row_page(request, _row(request, pk))


@require_POST
def plan_expectation(request: Request, pk: int) -> HttpResponse:
    """What a tick of the row asks for and until when."""
    row = _row(request, pk)
    require_perm(request.user, Perm.EDIT, row.plan)
    form = ExpectationForm(request.POST, office=row.plan.office)
    if form.is_valid():
        with errors_to(form):
            rows.change_expectation(indicator=row, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("plans:row", row.pk)
    return _row_page(request, row, expectation=form)


@require_POST
def plan_row_accept(request: Request, pk: int) -> HttpResponse:
    """Confirm the suggestion of one row."""
    row = _row(request, pk)
    require_perm(request.user, Perm.EDIT, row.plan)
    try:
        rows.accept_suggestions(
            plan=row.plan, actor=request.user, edition=edition_of(request), indicator=row
        )
    except DomainError as refusal:
        return grid_page(request, row.plan, refusal=refusal)
    default = f"{reverse('plans:grid', args=[row.plan_id])}#indikator-{row.pk}"
    return redirect(safe_next(request, default))


@require_POST
def plan_assign(request: Request, pk: int) -> HttpResponse:
    """Owners and coordinators, before and after the plan is enacted."""
    row = _row(request, pk)
    require_perm(request.user, Perm.ASSIGN, row.plan)
    form = AssignForm(request.POST, initial=AssignForm.values_of(row), office=row.plan.office)
    if form.is_valid():
        with errors_to(form):
            assignments.set_owners(
                indicator=row,
                actor=request.user,
                owners=list(form.cleaned_data["owners"]),
                coordinators=list(form.cleaned_data["coordinators"]),
                unit=form.cleaned_data["unit"],
            )
            messages.success(request, _("The owners of the row are set."))
            return redirect(safe_next(request, reverse("plans:row", args=[row.pk])))
    return _row_page(request, row, people=form)


@require_safe
def plan_node(request: Request, level: str, pk: int) -> HttpResponse:
    """A programme, activity or sub-activity: its words, what can be added below it."""
    plan, node = _node(request, Level(level), pk)
    require_perm(request.user, Perm.EDIT, plan)
    if level == Level.INDICATOR:
        return redirect("plans:row", pk)
    return _node_page(request, plan, Level(level), node)


@require_POST
def plan_text(request: Request, level: str, pk: int) -> HttpResponse:
    """The words of a row; answers JSON to the grid's script."""
    plan, node = _node(request, Level(level), pk)
    require_perm(request.user, Perm.EDIT, plan)
    form = TextForm(request.POST, node=node)
    if form.is_valid():
        try:
            plan = rows.change_text(
                level=Level(level),
                pk=pk,
                actor=request.user,
                edition=form.cleaned_data["edition"],
                text=form.cleaned_data["text"],
                parts=form.part_lines if "parts" in request.POST else None,
            )
        except DomainError as refusal:
            if wants_json(request):
                return refused_json(refusal)
            form.add_error(None, str(refusal))
        else:
            return _text_saved(request, plan, form)
    if wants_json(request):
        return JsonResponse({"code": "invalid", "message": _first_error(form)}, status=422)
    if level == Level.INDICATOR:
        return _row_page(request, _row(request, pk), words=form)
    return _node_page(request, plan, Level(level), node, words=form)


def _text_saved(request: Request, plan: Plan, form: TextForm) -> HttpResponse:
    if wants_json(request):
        text = " ".join(form.cleaned_data["text"].split())
        return JsonResponse({"edition": plan.edition, "text": text})
    return redirect(safe_next(request, reverse("plans:grid", args=[plan.pk])))


@require_http_methods(["GET", "POST"])
def plan_add(request: Request, pk: int) -> HttpResponse:
    """A new programme with its first row."""
    plan = found(request, pk)
    require_perm(request.user, Perm.EDIT, plan)
    form = AddForm(request.POST or None, initial={"edition": plan.edition})
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            row = outline.add_row(plan=plan, actor=request.user, **form.cleaned_data)
            return redirect(f"{reverse('plans:grid', args=[plan.pk])}#indikator-{row.pk}")
    return answer(request, "plans/add.html", {"plan": plan}, form=form)


@require_http_methods(["GET", "POST"])
def plan_add_below(request: Request, level: str, pk: int) -> HttpResponse:
    """A new row at the end of a programme, activity or sub-activity."""
    plan, node = _node(request, Level(level), pk)
    require_perm(request.user, Perm.EDIT, plan)
    if level == Level.INDICATOR:
        raise Http404
    levels = BELOW[Level(level)]
    form = AddForm(request.POST or None, initial={"edition": plan.edition}, levels=levels)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            row = outline.add_below(
                level=Level(level),
                pk=pk,
                actor=request.user,
                edition=form.cleaned_data["edition"],
                words=form.words,
            )
            return redirect(f"{reverse('plans:grid', args=[plan.pk])}#indikator-{row.pk}")
    return answer(
        request, "plans/add.html", {"plan": plan, "node": node, "level": level}, form=form
    )


@require_POST
def plan_move(request: Request, level: str, pk: int) -> HttpResponse:
    plan = _node(request, Level(level), pk)[0]
    require_perm(request.user, Perm.EDIT, plan)
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        outline.move(level=Level(level), pk=pk, actor=request.user, **form.cleaned_data)
    except DomainError as refusal:
        return grid_page(request, plan, refusal=refusal)
    return redirect(f"{reverse('plans:grid', args=[plan.pk])}#{level}-{pk}")


@require_http_methods(["GET", "POST"])
def plan_remove(request: Request, level: str, pk: int) -> HttpResponse:
    """Take a row out of the draft, after a page that says what goes with it."""
    plan, node = _node(request, Level(level), pk)
    require_perm(request.user, Perm.EDIT, plan)
    if request.method == "POST":
        try:
            outline.remove(
                level=Level(level), pk=pk, actor=request.user, edition=edition_of(request)
            )
        except DomainError as refusal:
            return grid_page(request, plan, refusal=refusal)
        messages.success(request, _("The row is removed. Its words stay in the ledger."))
        return redirect("plans:grid", plan.pk)
    context = {"plan": plan, "node": node, "level": level, "gone": outline.goes_with(node)}
    return answer(request, "plans/remove.html", context)


def _row(request: Request, pk: int) -> Indicator:
    rows_ = (
        Indicator.objects.visible_to(request.user)
        .with_place()
        .select_related("plan__office", "sub_activity__activity__programme", "unit")
    )
    row = get_object_or_404(rows_, pk=pk)
    require_perm(request.user, Perm.VIEW, row.plan)
    return row


def _node(request: Request, level: Level, pk: int) -> tuple[Plan, Any]:
    plan = get_object_or_404(
        Plan.objects.visible_to(request.user).select_related("office"), **{PATHS[level]: pk}
    )
    return plan, rows.node_of(level, pk)


def _first_error(form: Any) -> str:
    return str(next(iter(form.errors.values()))[0])


def _node_page(
    request: Request, plan: Plan, level: Level, node: Any, words: TextForm | None = None
) -> HttpResponse:
    form = words or TextForm(initial=TextForm.values_of(node, plan.edition), node=node)
    context = {"plan": plan, "node": node, "level": level, "place": rows.place_of(node)}
    return answer(request, "plans/node.html", context, form=form)


def _row_page(
    request: Request,
    row: Indicator,
    *,
    words: TextForm | None = None,
    expectation: ExpectationForm | None = None,
    people: AssignForm | None = None,
) -> HttpResponse:
    """The page of a row; the form that was refused comes back with what was typed."""
    plan, office = row.plan, row.plan.office
    is_editable = plan.is_draft and may(request.user, Perm.EDIT, plan)
    refused = words or expectation or people
    context = {
        "row": row,
        "plan": plan,
        "months": strip(row.months),
        "findings": [verdict_of(found_) for found_ in row.findings.all()],
        "is_editable": is_editable,
        "may_assign": may(request.user, Perm.ASSIGN, plan),
        "words": words or TextForm(initial=TextForm.values_of(row, plan.edition), node=row),
        "expectation": expectation
        or ExpectationForm(initial=ExpectationForm.values_of(row, plan.edition), office=office),
        "people": people or AssignForm(initial=AssignForm.values_of(row), office=office),
        "required": rows.required_labels(row),
    }
    return answer(
        request,
        "plans/row.html",
        context,
        form=refused,
        status=status_of(None) if not refused else 422,
    )
