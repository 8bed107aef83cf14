"""Days off of an office; and, for the national office, moving an office under another province."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lempu.kernel.offices import services
from lempu.kernel.offices.enums import Perm
from lempu.kernel.offices.forms import DayOffForm, MoveForm
from lempu.kernel.offices.models import LocalDayOff
from lempu.kernel.offices.views.people import address, office_asked
from lempu.shared.http import Request, answer, errors_to, page_of, require_perm


@require_http_methods(["GET", "HEAD", "POST"])
def days(request: Request) -> HttpResponse:
    office = office_asked(request, Perm.MANAGE_OFFICE)
    form = DayOffForm(request.POST or None)
    if form.is_valid():
        with errors_to(form):
            made = services.add_day_off(office=office, actor=request.user, **form.cleaned_data)
            words = _("%(day)s is a day off of the office.")
            messages.success(request, words % {"day": date_format(made.day, "j F Y")})
            return redirect(address(request, "days", office))
    rows = LocalDayOff.objects.visible_to(request.user).filter(office=office).for_listing()
    context = {
        "office": office,
        "page": page_of(request, rows),
        "back": address(request, "settings", office),
    }
    return answer(request, "offices/days.html", context, form=form)


@require_POST
def day_remove(request: Request, pk: int) -> HttpResponse:
    rows = LocalDayOff.objects.visible_to(request.user).for_listing()
    found = get_object_or_404(rows, pk=pk)
    require_perm(request.user, Perm.MANAGE_OFFICE, found)
    services.remove_day_off(day_off=found, actor=request.user)
    words = _("%(day)s is a working day again.")
    messages.success(request, words % {"day": date_format(found.day, "j F Y")})
    return redirect(address(request, "days", found.office))


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Request) -> HttpResponse:
    require_perm(request.user, Perm.MOVE, request.office)
    form = MoveForm(request.POST or None)
    if form.is_valid():
        with errors_to(form):
            moved = services.move_office(actor=request.user, **form.cleaned_data)
            words = _("%(office)s is under %(province)s now.")
            messages.success(request, words % {"office": moved.name, "province": moved.parent})
            return redirect("offices:move")
    return answer(request, "offices/move.html", {}, form=form)
