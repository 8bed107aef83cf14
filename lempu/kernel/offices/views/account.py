"""A person's own account."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

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
