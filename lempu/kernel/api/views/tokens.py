"""A person's own tokens: make, show once, revoke."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lempu.kernel.api import services
from lempu.kernel.api.enums import Perm, Scope
from lempu.kernel.api.forms import TokenForm
from lempu.kernel.api.models import Token
from lempu.shared.http import Request, answer, errors_to, page_of, require_perm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: Request) -> HttpResponse:
    """The list and the form; the answer to the form shows the secret, this once."""
    require_perm(request.user, Perm.USE, request.office)
    form = TokenForm(request.POST or None)
    if form.is_valid():
        with errors_to(form):
            token, secret = services.make_token(
                actor=request.user, office=request.office, **form.cleaned_data
            )
            shown = {"token": token, "secret": secret, "address": _address(request, token)}
            return render(request, "api/made.html", shown)
    context = {
        "page": page_of(request, Token.objects.visible_to(request.user).for_listing()),
        "words": dict(Scope.choices),
    }
    return answer(request, "api/tokens.html", context, form=form)


@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    token = get_object_or_404(Token.objects.visible_to(request.user), pk=pk)
    services.revoke_token(token=token, actor=request.user)
    messages.success(request, _("The token “%(name)s” no longer opens anything.") % {"name": token})
    return redirect("api:tokens")


def _address(request: Request, token: Token) -> str:
    """An address that this very token can read, to try it with."""
    name = "api:obligations" if Scope.OBLIGATIONS in token.scopes else "api:offices"
    code = {"code": token.office.code} if name == "api:obligations" else {}
    return request.build_absolute_uri(reverse(name, kwargs=code))
