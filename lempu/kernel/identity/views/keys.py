"""What a person holds beside the password: seeing, adding, removing it."""

import base64
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lempu.kernel.identity import selectors
from lempu.kernel.identity.forms import CodeForm
from lempu.kernel.identity.services import keys as services
from lempu.kernel.identity.services.sessions import look_again
from lempu.kernel.identity.views.sign_in import needs_confirmation
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, answer, errors_to


@never_cache
@require_safe
def keys(request: Request) -> HttpResponse:
    """One page for all of it: password, second steps, recovery codes, devices."""
    here = request.session.session_key
    holdings = selectors.holdings_of(request.user)
    context = {
        "holdings": holdings,
        "devices": len(selectors.devices_of(request.user, here)),
        "demanding": selectors.demanding_offices(request.user),
    }
    return render(request, "identity/keys.html", context)


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs_confirmation
def app(request: Request) -> HttpResponse:
    """Set up the app: its secret as a picture and as text, proved by a first code."""
    if selectors.holdings_of(request.user).app is not None:
        return redirect("identity:keys")
    secret = get_totp_secret()
    form = CodeForm(request.POST or None)
    if form.is_valid():
        with errors_to(form):
            codes = services.add_app(
                actor=request.user, secret=secret, code=form.cleaned_data["code"]
            )
            clear_totp_secret(request)
            look_again(request.session)
            messages.success(request, _("The app is added. From now on you are asked for a code."))
            return after_adding(request, codes)
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    context = {
        "picture": "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode(),
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
    }
    return answer(request, "identity/app.html", context, form=form)


def after_adding(request: Request, codes: list[str]) -> HttpResponse:
    """The recovery codes if they are new, in the answer itself: nobody can see them again."""
    if not codes:
        return redirect("identity:keys")
    return render(request, "identity/codes_shown.html", {"codes": codes})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs_confirmation
def codes(request: Request) -> HttpResponse:
    """New recovery codes, shown once as the answer to the act."""
    if request.method == "POST":
        return after_adding(request, services.renew_codes(actor=request.user))
    context = {"holdings": selectors.holdings_of(request.user)}
    return render(request, "identity/codes.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Request, pk: int) -> HttpResponse:
    rows = selectors.authenticators_of(request.user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return _remove(request, get_object_or_404(rows, pk=pk))


@needs_confirmation
def _remove(request: Request, key: Authenticator) -> HttpResponse:
    context: dict[str, Any] = {
        "key": key,
        "is_last": selectors.is_last_second_step(request.user, key),
    }
    if request.method != "POST":
        return render(request, "identity/remove.html", context)
    try:
        services.remove_key(actor=request.user, key=key)
    except DomainError as refusal:
        context["refusal"] = refusal
        return render(request, "identity/remove.html", context, status=422)
    look_again(request.session)
    messages.success(request, _("Removed."))
    return redirect("identity:keys")
