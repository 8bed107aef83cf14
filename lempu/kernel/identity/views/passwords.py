"""One's own password: changing it, and setting it anew through a mail."""

from typing import Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lempu.kernel.accounts import views as accounts
from lempu.kernel.accounts.forms import NewPasswordForm
from lempu.kernel.identity import tasks
from lempu.kernel.identity.forms import ForgotForm
from lempu.kernel.identity.selectors import person_of_link
from lempu.kernel.identity.services import guessing, passwords
from lempu.kernel.identity.services.sessions import look_again
from lempu.kernel.identity.views.sign_in import needs_confirmation
from lempu.shared.http import Request, answer, client_network, errors_to

#: In the session: the link somebody came with, so that it does not stay in the address.
LINK: Final = "password_link"


@sensitive_post_parameters("old_password", "new_password", "repeated")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: Request) -> HttpResponse:
    """Change the password; whoever came in with a one-time password can go nowhere else first."""
    first = request.user.must_change_password
    if not first and not request.user.has_usable_password():
        return _first_of_ones_own(request)
    return _change(request, first=first, ask_old=not first)


@needs_confirmation
def _first_of_ones_own(request: Request) -> HttpResponse:
    """Somebody without a password sets one, after they proved who they are in another way."""
    return _change(request, first=False, ask_old=False)


def _change(request: Request, *, first: bool, ask_old: bool) -> HttpResponse:
    form = NewPasswordForm(request.POST or None, user=request.user, ask_old=ask_old)
    if form.is_valid():
        user = passwords.change_password(
            actor=request.user, password=form.cleaned_data["new_password"]
        )
        update_session_auth_hash(request, user)
        accounts.confirm(request)
        look_again(request.session)
        messages.success(request, _("Your password is changed."))
        return redirect("home:start" if first else "identity:keys")
    template = "identity/first_password.html" if first else "identity/password.html"
    return answer(request, template, {}, form=form)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgot(request: HttpRequest) -> HttpResponse:
    """The answer is the same whoever is asked for."""
    form = ForgotForm(request.POST or None)
    if form.is_valid():
        with errors_to(form):
            guessing.take_try(f"forgot:{client_network(request)}", limit=10)
            tasks.write_links.enqueue(form.cleaned_data["name"].strip())
            return redirect("identity:forgot_sent")
    context = {"form": form, "mail_is_on": settings.MAIL_ON}
    return render(request, "identity/forgot.html", context, status=422 if form.errors else 200)


@login_not_required
@require_safe
def forgot_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "identity/forgot_sent.html")


@login_not_required
@never_cache
@require_safe
def reset_open(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """The link of the mail: it moves into the session and out of the address."""
    request.session[LINK] = [uid, token]
    return redirect("identity:reset")


@login_not_required
@sensitive_post_parameters("new_password", "repeated")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest) -> HttpResponse:
    uid, token = request.session.get(LINK, ["", ""])
    user = person_of_link(uid, token)
    if user is None:
        return render(request, "identity/link_void.html", status=410 if token else 200)
    form = NewPasswordForm(request.POST or None, user=user, ask_old=False)
    if form.is_valid():
        with errors_to(form):
            passwords.recover_password(
                uid=uid, token=token, password=form.cleaned_data["new_password"]
            )
            del request.session[LINK]
            messages.success(
                request,
                _(
                    "Your new password is set. Sign in with it. Tokens for programs and the address of "
                    "your calendar go on as they are: if somebody may have known the old password, "
                    "revoke them under My account."
                ),
            )
            return redirect("accounts:sign_in")
    context = {"form": form, "person": user}
    return render(request, "identity/reset.html", context, status=422 if form.errors else 200)
