"""The list of gatherings, one of them, planning."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lempu.kernel.gatherings import selectors, services
from lempu.kernel.gatherings.enums import Perm
from lempu.kernel.gatherings.forms import FilterForm, GatheringForm, ReasonForm
from lempu.kernel.gatherings.views import find, show
from lempu.shared.http import Request, answer, errors_to, may, page_of, require_perm


@require_safe
def index(request: Request) -> HttpResponse:
    office = request.office
    require_perm(request.user, Perm.VIEW, office)
    form = FilterForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    rows = selectors.listed(
        office,
        kind=given.get("kind", ""),
        state=given.get("state", ""),
        words=given.get("q", ""),
    )
    context = {
        "page": page_of(request, rows),
        "filters": form,
        "is_narrowed": any(given.values()),
        "may_organise": may(request.user, Perm.ORGANISE, office),
    }
    return answer(request, "gatherings/index.html", context)


@require_safe
def gathering(request: Request, pk: int) -> HttpResponse:
    return show(request, find(request, pk, Perm.VIEW))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    office = request.office
    require_perm(request.user, Perm.ORGANISE, office)
    form = GatheringForm(request.POST or None, office=office, initial={"kind": "meeting"})
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            row = services.plan(office=office, actor=request.user, what=form.what())
            return redirect("gatherings:invite", row.pk)
    return answer(request, "gatherings/plan.html", {"gathering": None}, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    row = find(request, pk, Perm.ORGANISE)
    form = GatheringForm(request.POST or None, office=row.office, initial=GatheringForm.of(row))
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            services.change(gathering=row, actor=request.user, what=form.what())
            messages.success(request, _("Changed."))
            return redirect("gatherings:gathering", row.pk)
    return answer(request, "gatherings/plan.html", {"gathering": row}, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Request, pk: int) -> HttpResponse:
    row = find(request, pk, Perm.ORGANISE)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            services.cancel(gathering=row, actor=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Called off. Tell the people you invited."))
            return redirect("gatherings:gathering", row.pk)
    context = {
        "gathering": row,
        "title": _("Call it off"),
        "words": _("The number of the invitation becomes void with it."),
        "button": _("Call off the gathering"),
    }
    return answer(request, "gatherings/form.html", context, form=form)
