"""The code on the screen and the form it leads to: without an account or script, on a slow line."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lempu.kernel.gatherings import renditions, services
from lempu.kernel.gatherings.enums import Perm
from lempu.kernel.gatherings.forms import AttendForm
from lempu.kernel.gatherings.models import Gathering
from lempu.kernel.gatherings.views import find
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, answer, client_network, may, require_perm

GONE, FULL = 410, 429


@require_safe
def screen(request: Request, pk: int) -> HttpResponse:
    """The code for the screen of the room; it renews itself before it ends."""
    row = find(request, pk, Perm.ORGANISE)
    address = urljoin(
        settings.PUBLIC_URL, reverse("gatherings:attend", args=[services.code_for(row)])
    )
    context = {
        "gathering": row,
        "qr": renditions.qr_svg(address),
        "address": address,
        "came": row.attendances.filter(struck_at=None).count(),
    }
    response = answer(request, "gatherings/screen.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def renew(request: Request, pk: int) -> HttpResponse:
    row = find(request, pk, Perm.ORGANISE)
    services.renew_door(gathering=row, actor=request.user)
    messages.success(request, _("The codes and forms that were out are void."))
    return redirect("gatherings:screen", row.pk)


@require_POST
def tap(request: Request, code: str) -> HttpResponse:
    """Somebody of the office, with the code before their eyes, says that they are there."""
    try:
        row = services.gathering_behind(code)
    except DomainError as refusal:
        return _gone(request, refusal)
    require_perm(request.user, Perm.ATTEND, row)
    services.attend_signed_in(gathering=row, actor=request.user)
    return redirect("gatherings:thanks")


@login_not_required
@require_safe
def attend(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a code; 410 alike for one that is old, forged, of a closed gathering or none."""
    try:
        row = services.gathering_behind(code)
    except DomainError as refusal:
        return _gone(request, refusal)
    form = AttendForm(initial={"key": services.form_key_for(row)})
    return _form(request, form, row, code=code)


@login_not_required
@require_POST
def sent(request: HttpRequest) -> HttpResponse:
    """What somebody said at the door. The key in the form is the authority; 429 when there are too many."""
    form = AttendForm(request.POST)
    if form.is_valid():
        try:
            services.attend_with_form(
                key=form.cleaned_data["key"], guest=form.guest(), network=client_network(request)
            )
        except DomainError as refusal:
            if refusal.code in ("code_void", "not_planned"):
                return _gone(request, refusal)
            field = refusal.params.get("field")
            form.add_error(field, str(refusal))
            status = FULL if refusal.code in ("too_many", "full") else 422
            return _form(request, form, None, status=status)
        return redirect("gatherings:thanks")
    return _form(request, form, None, status=422)


@login_not_required
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return _bare(request, "gatherings/thanks.html", {})


def _form(
    request: HttpRequest, form: AttendForm, row: Gathering | None, status: int = 200, code: str = ""
) -> HttpResponse:
    may_tap = row is not None and may(request.user, Perm.ATTEND, row)
    context: dict[str, Any] = {"form": form, "gathering": row, "may_tap": may_tap, "code": code}
    return _bare(request, "gatherings/attend.html", context, status=status)


def _gone(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    return _bare(request, "gatherings/gone.html", {"refusal": refusal}, status=GONE)


def _bare(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    return response
