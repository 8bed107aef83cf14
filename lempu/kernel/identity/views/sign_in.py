"""The second step of signing in, and proving once more who one is."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lempu.kernel.accounts import views as accounts
from lempu.kernel.accounts.models import User
from lempu.kernel.identity.forms import CodeForm, ConfirmForm
from lempu.kernel.identity.selectors import holdings_of
from lempu.kernel.identity.services import keys, passwords
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, errors_to, safe_next

View = Callable[..., HttpResponse]


def needs_confirmation(view: View) -> View:
    """For sensitive changes: whoever sits at an open screen may not be its person."""

    @wraps(view)
    def asked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if accounts.is_confirmed(request):
            return view(request, *args, **kwargs)
        back = request.path if request.method in {"GET", "HEAD"} else reverse("identity:keys")
        return redirect(f"{reverse('identity:confirm')}?{urlencode({'next': back})}")

    return asked


@login_not_required
@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(resolve_url("home:start"))
    user, after = accounts.between_steps(request)
    if user is None:
        return redirect("accounts:sign_in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        with errors_to(form):
            keys.check_code(user=user, code=form.cleaned_data["code"])
            return accounts.enter(request, user, after)
    context = {"form": form, "person": user, "holdings": holdings_of(user), "after": after}
    status = 422 if form.errors else 200
    return render(request, "identity/second_step.html", context, status=status)


@sensitive_post_parameters("password", "code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Request) -> HttpResponse:
    """The password once more, or a code for people without one; then on to what was asked for."""
    form = _confirm_form(request, request.POST or None)
    if form is not None and form.is_valid():
        with errors_to(form):
            _prove(request.user, form)
            accounts.confirm(request)
            return redirect(safe_next(request, reverse("identity:keys")))
    return confirm_page(request, form=form)


def confirm_page(
    request: Request,
    *,
    form: ConfirmForm | CodeForm | None = None,
    refusal: DomainError | None = None,
) -> HttpResponse:
    """The page that asks; ``refusal`` is why a passkey was not taken."""
    context = {
        "holdings": holdings_of(request.user),
        "next": safe_next(request, reverse("identity:keys")),
        "form": form or _confirm_form(request, None),
        "refusal": refusal,
    }
    status = 422 if refusal or (form is not None and form.errors) else 200
    return render(request, "identity/confirm.html", context, status=status)


def _confirm_form(request: Request, typed: Any) -> ConfirmForm | CodeForm | None:
    if request.user.has_usable_password():
        return ConfirmForm(typed)
    if holdings_of(request.user).app is not None:
        return CodeForm(typed)
    return None


def _prove(user: User, form: ConfirmForm | CodeForm) -> None:
    if "password" in form.cleaned_data:
        passwords.check_password(user=user, password=form.cleaned_data["password"])
    else:
        keys.check_code(user=user, code=form.cleaned_data["code"])
