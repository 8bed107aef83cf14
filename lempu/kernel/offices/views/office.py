"""The office itself: which one, its choices, its sub-divisions, who may do what."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lempu.kernel.offices import selectors, services
from lempu.kernel.offices.enums import Perm, Role
from lempu.kernel.offices.forms import OfficeForm, UnitForm
from lempu.kernel.offices.models import Unit
from lempu.kernel.offices.rules import roles_in
from lempu.kernel.offices.views.people import address, office_asked
from lempu.shared.http import Request, answer, errors_to, may, require_perm


@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: Request) -> HttpResponse:
    """Choose where to work, among the offices a person belongs to."""
    places = selectors.places_of(request.user)
    if request.method == "POST":
        chosen = request.POST.get("office", "")
        office = next((p.office for p in places if str(p.office.pk) == chosen), None)
        if office is None:
            raise PermissionDenied(chosen)
        request.session[selectors.SESSION_KEY] = office.pk
        return redirect("home:start")
    return render(request, "offices/switch.html", {"places": places})


@require_safe
def rights(request: Request) -> HttpResponse:
    """Who may do what, from the one table that decides it."""
    require_perm(request.user, Perm.VIEW, request.office)
    mine = roles_in(request.user, request.office.pk)
    roles = [(role.label, selectors.rights_of(role), role in mine) for role in Role]
    return render(request, "offices/rights.html", {"roles": roles})


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: Request) -> HttpResponse:
    office = office_asked(request, Perm.MANAGE_OFFICE)
    kept = {name: getattr(office, name) for name in OfficeForm.base_fields}
    form = OfficeForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            services.change_office(office=office, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(address(request, "settings", office))
    context = {
        "office": office,
        "units": address(request, "units", office),
        "days": address(request, "days", office),
        "may_move": may(request.user, Perm.MOVE, office),
    }
    return answer(request, "offices/settings.html", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def units(request: Request) -> HttpResponse:
    office = office_asked(request, Perm.MANAGE_OFFICE)
    form = UnitForm(request.POST or None)
    if form.is_valid():
        with errors_to(form):
            services.add_unit(office=office, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Sub-division added."))
            return redirect(address(request, "units", office))
    context = {
        "office": office,
        "units": office.units.all(),
        "back": address(request, "settings", office),
    }
    return answer(request, "offices/units.html", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: Request, pk: int) -> HttpResponse:
    rows = Unit.objects.visible_to(request.user).select_related("office")
    found = get_object_or_404(rows, pk=pk)
    require_perm(request.user, Perm.MANAGE_OFFICE, found)
    kept = {"name": found.name, "short_name": found.short_name}
    form = UnitForm(request.POST or None, initial=kept)
    back = address(request, "units", found.office)
    if form.is_valid():
        with errors_to(form):
            services.change_unit(unit=found, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(back)
    return answer(request, "offices/unit.html", {"unit": found, "back": back}, form=form)
