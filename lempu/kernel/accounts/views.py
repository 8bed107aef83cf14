"""Coming in and going out."""

import datetime as dt
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from lempu.kernel.accounts.forms import SignInForm
from lempu.kernel.accounts.renditions import year_drawing
from lempu.kernel.accounts.selectors import demo_groups, last_failure
from lempu.shared.http import Request, safe_next


@login_not_required
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    after = safe_next(request, resolve_url(settings.LOGIN_REDIRECT_URL))
    if request.user.is_authenticated:
        return redirect(after)
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        if user is not None:
            login(request, user)
            return redirect(after)
        if getattr(request, "axes_locked_out", False):
            return HttpResponse(status=429)  # the middleware of django-axes calls locked_out
        form.add_error("password", _wrong_password(request, form.cleaned_data))
    return _page(request, form, status=422 if form.errors else 200)


@require_POST
def sign_out(request: Request) -> HttpResponse:
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """The answer after too many wrong passwords (called by django-axes)."""
    form = SignInForm(request.POST)
    form.is_valid()
    form.add_error(
        "password",
        _("Too many wrong passwords. You can try again at %(time)s.")
        % {"time": _reopens_at(request, credentials).strftime("%H.%M")},
    )
    return _page(request, form, status=429)


def _page(request: HttpRequest, form: SignInForm, status: int) -> HttpResponse:
    context = {
        "form": form,
        "next": safe_next(request, ""),
        "bars": year_drawing(),
        "groups": demo_groups() if settings.DEMO else [],
    }
    return render(request, "accounts/sign_in.html", context, status=status)


def _wrong_password(request: HttpRequest, credentials: dict[str, Any]) -> str:
    """In words, with the tries left; the same for a name nobody has."""
    failures = AxesProxyHandler.get_failures(request, credentials)
    left = max(settings.AXES_FAILURE_LIMIT - failures, 0)
    return ngettext(
        "The password does not match. You can try %(count)d more time.",
        "The password does not match. You can try %(count)d more times.",
        left,
    ) % {"count": left}


def _reopens_at(request: HttpRequest, credentials: dict[str, Any] | None) -> dt.datetime:
    """When the door opens again, rounded up to the minute, in the time of the installation."""
    username = (credentials or {}).get("username", "")
    last = last_failure(username, getattr(request, "axes_ip_address", None))
    moment = (last or timezone.now()) + (get_cool_off(request) or dt.timedelta())
    return timezone.localtime(moment) + dt.timedelta(minutes=1)
