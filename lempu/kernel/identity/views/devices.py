"""Where a person is signed in."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lempu.kernel.identity import selectors
from lempu.kernel.identity.services import sessions
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, page_of


@never_cache
@require_safe
def devices(request: Request) -> HttpResponse:
    found = selectors.devices_of(request.user, request.session.session_key)
    context = {"page": page_of(request, found), "others": sum(not d.is_here for d in found)}
    return render(request, "identity/devices.html", context)


@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    try:
        sessions.end_session(actor=request.user, session=session, here=request.session.session_key)
        messages.success(request, _("That device is signed out."))
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    return redirect("identity:devices")


@require_POST
def end_others(request: Request) -> HttpResponse:
    ended = sessions.end_others(actor=request.user, here=request.session.session_key)
    words = ngettext(
        "%(count)d other device is signed out.", "%(count)d other devices are signed out.", ended
    )
    messages.success(request, words % {"count": ended})
    return redirect("identity:devices")
