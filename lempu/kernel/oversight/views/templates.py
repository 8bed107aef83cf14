"""Templates: what a province or the nation handed down, and what came to an office from above."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lempu.kernel.oversight.enums import Perm
from lempu.kernel.oversight.forms import HandDownForm
from lempu.kernel.oversight.models import Template
from lempu.kernel.oversight.selectors import templates as selectors
from lempu.kernel.oversight.services import templates as services
from lempu.kernel.plans.enums import Perm as PlanPerm
from lempu.kernel.plans.forms import YearForm
from lempu.kernel.plans.models import Plan
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, answer, errors_to, may, page_of, require_perm
from lempu.shared.periods import today


@require_safe
def template_list(request: Request) -> HttpResponse:
    """What came from above, and what the office itself handed down."""
    require_perm(request.user, PlanPerm.EDIT, request.office)
    own = Template.objects.visible_to(request.user).filter(office=request.office)
    context = {
        "offered": selectors.offered_to(request.office),
        "page": page_of(request, own.for_listing()),
        "has_below": bool(selectors.places_below(request.office)),
    }
    return render(request, "oversight/templates.html", context)


@require_http_methods(["GET", "POST"])
def template_new(request: Request) -> HttpResponse:
    """Hand a plan of the office down to offices below."""
    office = request.office
    require_perm(request.user, Perm.HAND_DOWN, office)
    plans = Plan.objects.visible_to(request.user).for_listing().filter(office=office)
    form = HandDownForm(request.POST or None, office=office, plans=plans)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            template = services.hand_down(actor=request.user, **form.cleaned_data)
            messages.success(request, _("The template is with the offices."))
            return redirect("oversight:template", template.pk)
    context = {"has_plans": plans.exists(), "has_below": bool(selectors.places_below(office))}
    return answer(request, "oversight/template_new.html", context, form=form)


@require_safe
def template(request: Request, pk: int) -> HttpResponse:
    """The rows; for the sender who took them over, for a receiver the choice to do so."""
    return _page(request, _found(request, pk))


@require_POST
def template_adopt(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = YearForm(request.POST)
    if form.is_valid():
        with errors_to(form):
            plan = services.adopt(
                template=found, office=request.office, actor=request.user, **form.cleaned_data
            )
            messages.success(request, _("The draft is yours now. Change what differs with you."))
            return redirect("plans:grid", plan.pk)
    return _page(request, found, form)


@require_POST
def template_withdraw(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    require_perm(request.user, Perm.HAND_DOWN, found.office)
    try:
        services.withdraw(template=found, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The template is withdrawn. Drafts made of it stay."))
    return redirect("oversight:template", found.pk)


def _found(request: Request, pk: int) -> Template:
    """A template of the person's office, or one offered to it."""
    require_perm(request.user, PlanPerm.EDIT, request.office)
    rows = Template.objects.visible_to(request.user).select_related("office", "created_by")
    found = get_object_or_404(rows, pk=pk)
    if not (_is_sender(request, found) or selectors.offered_to(request.office).filter(pk=pk)):
        raise PermissionDenied
    return found


def _is_sender(request: Request, found: Template) -> bool:
    return may(request.user, Perm.HAND_DOWN, found.office)


def _page(request: Request, found: Template, form: YearForm | None = None) -> HttpResponse:
    sender = _is_sender(request, found)
    context: dict[str, Any] = {"template": found, "is_sender": sender, "year": today().year}
    if sender:
        handouts = found.handouts.select_related("office", "plan").order_by("office__path")
        page = page_of(request, handouts)
        context |= {
            "page": page,
            "receivers": selectors.receivers(found, list(page.object_list)),
            "adopted": handouts.filter(plan__isnull=False).count(),
        }
    else:
        context["handout"] = found.handouts.filter(office=request.office).first()
    return answer(request, "oversight/template.html", context, form=form)
