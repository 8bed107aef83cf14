"""Inviting a person, and coming in by an invitation."""

import base64
from typing import Final

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lempu.kernel.accounts import views as accounts
from lempu.kernel.accounts.forms import NewPasswordForm
from lempu.kernel.identity import selectors
from lempu.kernel.identity.forms import InvitedForm
from lempu.kernel.identity.models import Invitation
from lempu.kernel.identity.services import invitations as services
from lempu.kernel.offices.enums import Perm as OfficePerm
from lempu.kernel.offices.models import Membership
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, client_network, errors_to, require_perm

#: In the session: the secret somebody came with, so that it does not stay in the address.
SESSION_KEY: Final = "invitation_brought"


def _membership(request: Request, pk: int) -> Membership:
    rows = Membership.objects.visible_to(request.user).for_listing()
    membership = get_object_or_404(rows, pk=pk)
    require_perm(request.user, OfficePerm.MANAGE_PEOPLE, membership)
    return membership


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Request, pk: int) -> HttpResponse:
    """How a new person comes in. A printed invitation is the answer itself, this once."""
    membership = _membership(request, pk)
    context = {
        "membership": membership,
        "invitation": selectors.open_invitation_for(membership.user),
        "mail_is_on": settings.MAIL_ON,
    }
    if request.method != "POST":
        return render(request, "identity/invite.html", context)
    by_mail = request.POST.get("by") == "mail"
    try:
        invitation, secret = services.invite(
            membership=membership, actor=request.user, by_mail=by_mail
        )
    except DomainError as refusal:
        return render(request, "identity/invite.html", context | {"refusal": refusal}, status=422)
    if not by_mail:
        return _paper(request, membership, invitation, secret)
    messages.success(
        request, _("An invitation to %(name)s waits to be sent.") % {"name": membership.user.name}
    )
    return redirect("identity:invite", pk)


def _paper(
    request: Request, membership: Membership, invitation: Invitation, secret: str
) -> HttpResponse:
    picture = get_adapter().build_totp_svg(services.address_of(secret))
    context = {
        "membership": membership,
        "invitation": invitation,
        "code": "-".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "picture": "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode(),
        "address": f"{settings.PUBLIC_URL}{reverse('identity:invited')}",
    }
    return render(request, "identity/invitation_paper.html", context)


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    membership = _membership(request, pk)
    try:
        services.withdraw(membership=membership, actor=request.user)
        messages.success(request, _("The invitation is withdrawn."))
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    return redirect("identity:invite", pk)


@login_not_required
@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest) -> HttpResponse:
    """User name and code from the paper."""
    form = InvitedForm(request.POST or None)
    if form.is_valid():
        with errors_to(form):
            secret = services.check_paper(**form.cleaned_data, address=client_network(request))
            request.session[SESSION_KEY] = secret
            return redirect("identity:welcome")
    status = 422 if form.errors else 200
    return render(request, "identity/invited.html", {"form": form}, status=status)


@login_not_required
@never_cache
@require_safe
def invited_open(request: HttpRequest, secret: str) -> HttpResponse:
    """The address of a mail or of the picture on paper: the secret moves into the session."""
    request.session[SESSION_KEY] = secret
    return redirect("identity:welcome")


@login_not_required
@sensitive_post_parameters("new_password", "repeated")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """The invited person chooses a password and is in."""
    secret = request.session.get(SESSION_KEY, "")
    invitation = selectors.invitation_of(secret)
    if invitation is None:
        return render(request, "identity/invitation_void.html", status=410 if secret else 200)
    form = NewPasswordForm(request.POST or None, user=invitation.user, ask_old=False)
    if form.is_valid():
        with errors_to(form):
            user = services.accept(secret=secret, password=form.cleaned_data["new_password"])
            del request.session[SESSION_KEY]
            return accounts.enter(request, user, resolve_url(settings.LOGIN_REDIRECT_URL))
    context = {"form": form, "invitation": invitation}
    return render(request, "identity/welcome.html", context, status=422 if form.errors else 200)
