"""A person's own account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lempu.kernel.accounts.forms import NewPasswordForm
from lempu.kernel.offices import selectors, services
from lempu.kernel.offices.forms import AppearanceForm
from lempu.shared.http import Request, answer
from lempu.shared.middleware import LANGUAGE_COOKIE

YEAR = 60 * 60 * 24 * 365


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: Request) -> HttpResponse:
    kept = {"theme": request.user.theme, "language": translation.get_language()}
    form = AppearanceForm(request.POST or None, initial=kept)
    if form.is_valid():
        services.choose_theme(actor=request.user, theme=form.cleaned_data["theme"])
        language = form.cleaned_data["language"]
        with translation.override(language):
            messages.success(request, _("Saved."))
        response = redirect("offices:account")
        response.set_cookie(
            LANGUAGE_COOKIE,
            language,
            max_age=YEAR,
            secure=settings.SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response
    context = {"places": selectors.places_of(request.user)}
    return answer(request, "offices/account.html", context, form=form)


@sensitive_post_parameters("old_password", "new_password", "repeated")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: Request) -> HttpResponse:
    """Change the password; whoever came in with a one-time password can go nowhere else first."""
    first = request.user.must_change_password
    form = NewPasswordForm(request.POST or None, user=request.user)
    if form.is_valid():
        user = services.change_password(
            actor=request.user, password=form.cleaned_data["new_password"]
        )
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password is changed."))
        return redirect("home:start" if first else "offices:account")
    template = "offices/first_password.html" if first else "offices/password.html"
    return answer(request, template, {}, form=form)
