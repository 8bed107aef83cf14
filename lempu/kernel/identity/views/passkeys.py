"""Passkeys: coming in with one, confirming with one, adding one."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lempu.kernel.accounts import views as accounts
from lempu.kernel.accounts.forms import NewPasswordForm
from lempu.kernel.identity import selectors
from lempu.kernel.identity.forms import PasskeyForm
from lempu.kernel.identity.services import passkeys as services
from lempu.kernel.identity.services.sessions import look_again
from lempu.kernel.identity.views.invitations import SESSION_KEY as INVITATION
from lempu.kernel.identity.views.keys import after_adding
from lempu.kernel.identity.views.sign_in import confirm_page, needs_confirmation
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, answer, errors_to, safe_next


@login_not_required
@never_cache
@require_POST
def options(request: HttpRequest) -> HttpResponse:
    """A challenge for whoever has a passkey for this place."""
    return JsonResponse(services.request_options())


@login_not_required
@never_cache
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Come in with a passkey alone: it stands for both steps."""
    try:
        user = services.person_of(credential=request.POST.get("credential", ""))
    except DomainError as refusal:
        return accounts.refused(request, str(refusal.message))
    return accounts.enter(request, user, safe_next(request, resolve_url("home:start")))


@never_cache
@require_POST
def confirm(request: Request) -> HttpResponse:
    """Prove with one's own passkey who sits here."""
    try:
        user = services.person_of(credential=request.POST.get("credential", ""))
    except DomainError as refusal:
        return confirm_page(request, refusal=refusal)
    if user.pk != request.user.pk:
        return confirm_page(request, refusal=DomainError(_("That is not your passkey."), code=""))
    accounts.confirm(request)
    return redirect(safe_next(request, reverse("identity:keys")))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs_confirmation
def passkey(request: Request) -> HttpResponse:
    """Add a passkey: the page asks the device, the form brings its answer."""
    device = selectors.device_name(request.META.get("HTTP_USER_AGENT", ""))
    form = PasskeyForm(request.POST or None, initial={"name": device})
    if form.is_valid():
        with errors_to(form):
            codes = services.add_passkey(actor=request.user, **form.cleaned_data)
            look_again(request.session)
            messages.success(request, _("The passkey is added. You can sign in with it alone."))
            return after_adding(request, codes)
    return answer(request, "identity/passkey.html", {}, form=form)


@never_cache
@require_POST
@needs_confirmation
def new_options(request: Request) -> HttpResponse:
    return JsonResponse(services.creation_options(request.user))


@login_not_required
@never_cache
@require_POST
def welcome_options(request: HttpRequest) -> HttpResponse:
    """A challenge for the passkey of somebody invited."""
    invitation = selectors.invitation_of(request.session.get(INVITATION, ""))
    if invitation is None:
        return JsonResponse({}, status=410)
    return JsonResponse(services.creation_options(invitation.user))


@login_not_required
@never_cache
@require_POST
def welcome(request: HttpRequest) -> HttpResponse:
    """The invited person comes in with a passkey and sees their recovery codes."""
    secret = request.session.get(INVITATION, "")
    invitation = selectors.invitation_of(secret)
    if invitation is None:
        return render(request, "identity/invitation_void.html", status=410)
    name = selectors.device_name(request.META.get("HTTP_USER_AGENT", "")) or "Lempu"
    try:
        user, codes = services.accept_with_passkey(
            secret=secret, name=name, credential=request.POST.get("credential", "")
        )
    except DomainError as refusal:
        form = NewPasswordForm(user=invitation.user, ask_old=False)
        context = {"form": form, "invitation": invitation, "refusal": refusal}
        return render(request, "identity/welcome.html", context, status=422)
    del request.session[INVITATION]
    accounts.enter(request, user, settings.LOGIN_REDIRECT_URL)
    request.user = user
    return after_adding(request, codes)  # type: ignore[arg-type]
