"""Coming in and going out."""

import datetime as dt
import time
from typing import Any, Final

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
from lempu.kernel.accounts.models import User
from lempu.kernel.accounts.renditions import year_drawing
from lempu.kernel.accounts.selectors import (
    active_person,
    demo_groups,
    has_second_step,
    last_failure,
)
from lempu.shared.http import Request, safe_next

BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
#: In the session: when the person last proved who they are, and who is between the two steps.
CONFIRMED, BETWEEN = "confirmed_at", "between_steps"
#: Seconds: how long a proof is good for sensitive changes, and how long the second step may take.
CONFIRMED_FOR: Final = 600
BETWEEN_FOR: Final = 600


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
            return first_step(request, user, after)
        if getattr(request, "axes_locked_out", False):
            return HttpResponse(status=429)  # the middleware of django-axes calls locked_out
        form.add_error("password", _wrong_password(request, form.cleaned_data))
    return _page(request, form, status=422 if form.errors else 200)


def first_step(request: HttpRequest, user: User | Any, after: str) -> HttpResponse:
    """The person showed one thing (a password): let them in, or ask for the second if they have one."""
    if not has_second_step(user):
        return enter(request, user, after)
    request.session.cycle_key()
    request.session[BETWEEN] = {
        "user": user.pk,
        "seal": user.get_session_auth_hash(),
        "at": int(time.time()),
        "after": after,
    }
    return redirect("identity:second_step")


def refused(request: HttpRequest, reason: str) -> HttpResponse:
    """The sign-in page again, with why another way of coming in was refused."""
    return _page(request, SignInForm(), status=422, refusal=reason)


def between_steps(request: HttpRequest) -> tuple[User | None, str]:
    """Who showed a password in this session and owes the second step, and where they want to go."""
    kept = request.session.get(BETWEEN)
    if kept is None or time.time() - kept["at"] > BETWEEN_FOR:
        return None, ""
    user = active_person(kept["user"])
    if user is None or user.get_session_auth_hash() != kept["seal"]:
        return None, ""
    return user, kept["after"]


def enter(request: HttpRequest, user: User | Any, after: str) -> HttpResponse:
    """Sign the person in; what they just showed is good for sensitive changes for a while."""
    request.session.pop(BETWEEN, None)
    login(request, user, BACKEND)
    confirm(request)
    return redirect(after)


def confirm(request: HttpRequest) -> None:
    request.session[CONFIRMED] = int(time.time())


def is_confirmed(request: HttpRequest) -> bool:
    return bool(time.time() - request.session.get(CONFIRMED, 0) < CONFIRMED_FOR)


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


def _page(request: HttpRequest, form: SignInForm, status: int, refusal: str = "") -> HttpResponse:
    context = {
        "refusal": refusal,
        "form": form,
        "next": safe_next(request, ""),
        "bars": year_drawing(),
        "groups": demo_groups() if settings.DEMO else [],
        "mail_is_on": settings.MAIL_ON,
        "provider": settings.OIDC,
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
