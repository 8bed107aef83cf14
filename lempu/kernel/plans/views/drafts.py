"""The list of plans; making, copying, withdrawing drafts; the data of the decree."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lempu.kernel.offices.models import Office
from lempu.kernel.plans import registry
from lempu.kernel.plans.enums import ImportState, Perm
from lempu.kernel.plans.forms import AttachForm, DecreeForm, WithdrawForm, YearForm
from lempu.kernel.plans.models import Import, Plan
from lempu.kernel.plans.selectors import free_year
from lempu.kernel.plans.services import drafts
from lempu.kernel.plans.views.imports import office_of
from lempu.shared.http import Request, answer, errors_to, may, page_of, require_perm

OPEN_IMPORTS = (ImportState.WAITING, ImportState.READ, ImportState.FAILED)


@require_safe
def plan_list(request: Request) -> HttpResponse:
    office = office_of(request, Perm.VIEW)
    plans = Plan.objects.visible_to(request.user).for_listing().filter(office=office)
    waiting = Import.objects.visible_to(request.user).filter(office=office, state__in=OPEN_IMPORTS)
    context = {
        "page": page_of(request, plans.annotate(rows=Count("indicators"))),
        "imports": waiting.select_related("amends").order_by("-pk")[:20],
        "may_edit": may(request.user, Perm.EDIT, office),
        "observes": may(request.user, "oversight.view", office),
    }
    return render(request, "plans/list.html", context)


@require_safe
def plan_new(request: Request) -> HttpResponse:
    """Choose what the new plan is made from."""
    office = office_of(request, Perm.EDIT)
    return render(request, "plans/new.html", _choices(request, office))


@require_POST
def plan_create_blank(request: Request) -> HttpResponse:
    office = office_of(request, Perm.EDIT)
    form = YearForm(request.POST)
    if form.is_valid():
        with errors_to(form):
            plan = drafts.create_blank(office=office, actor=request.user, **form.cleaned_data)
            return redirect("plans:grid", plan.pk)
    return answer(request, "plans/new.html", _choices(request, office), form=form)


@require_POST
def plan_create_example(request: Request) -> HttpResponse:
    office = office_of(request, Perm.EDIT)
    form = YearForm(request.POST)
    if form.is_valid():
        with errors_to(form):
            plan = drafts.create_from_example(
                office=office, actor=request.user, **form.cleaned_data
            )
            return redirect("plans:grid", plan.pk)
    return answer(request, "plans/new.html", _choices(request, office), form=form)


@require_POST
def plan_copy(request: Request, pk: int) -> HttpResponse:
    """Next year's draft from this plan."""
    source = _found(request, pk)
    require_perm(request.user, Perm.EDIT, source)
    form = YearForm(request.POST)
    if form.is_valid():
        with errors_to(form):
            plan = drafts.copy_plan(source=source, actor=request.user, **form.cleaned_data)
            messages.success(
                request, _("The rows, owners and expectations are copied. Check the months.")
            )
            return redirect("plans:grid", plan.pk)
    return answer(request, "plans/new.html", _choices(request, source.office), form=form)


@require_http_methods(["GET", "POST"])
def plan_decree(request: Request, pk: int) -> HttpResponse:
    """Year and facts of the decree."""
    plan = _found(request, pk)
    require_perm(request.user, Perm.EDIT, plan)
    form = DecreeForm(request.POST or None, initial=DecreeForm.values_of(plan)).for_plan(plan)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            drafts.change_decree(plan=plan, actor=request.user, **form.cleaned_data)
            return redirect("plans:grid", plan.pk)
    context = {"plan": plan, "decree_form": form, "attach_form": _attach_form(plan)}
    return answer(request, "plans/decree.html", context, form=form)


def _attach_form(plan: Plan) -> AttachForm:
    return AttachForm(initial={"edition": plan.edition}, auto_id="attach-%s")


@require_http_methods(["GET", "POST"])
def plan_withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a draft out of use, with a reason."""
    plan = _found(request, pk)
    require_perm(request.user, Perm.EDIT, plan)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST":
        form = WithdrawForm(request.POST)
        if form.is_valid():
            with errors_to(form):
                drafts.withdraw_draft(plan=plan, actor=request.user, **form.cleaned_data)
                messages.success(request, _("The draft is withdrawn. Its history is kept."))
                return redirect("plans:list")
    return answer(request, "plans/withdraw.html", {"plan": plan}, form=form)


def _found(request: Request, pk: int) -> Plan:
    plan = get_object_or_404(
        Plan.objects.visible_to(request.user).select_related("office", "source_file"), pk=pk
    )
    require_perm(request.user, Perm.VIEW, plan)
    return plan


def _choices(request: Request, office: Office) -> dict[str, object]:
    plans = Plan.objects.visible_to(request.user).for_listing().filter(office=office)
    return {
        "plans": plans,
        "next_year": free_year(office),
        "year_form": YearForm(),
        "ways": registry.ways_of(request.user, office),
    }
