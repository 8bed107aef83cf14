"""Coming in by the provider that the installation names."""

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lempu.kernel.accounts import views as accounts
from lempu.kernel.identity.services import oidc as services
from lempu.shared.errors import DomainError
from lempu.shared.http import safe_next

log = structlog.get_logger("lempu.oidc")


@login_not_required
@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """To the provider. A link and no form: the policy of the page lets forms go nowhere else."""
    from lempu.kernel.identity.adapters import oidc  # noqa: PLC0415 -- slow import

    _require_provider()
    after = safe_next(request, resolve_url(settings.LOGIN_REDIRECT_URL))
    if request.user.is_authenticated:
        return redirect(after)
    try:
        return oidc.start(request, after)
    except oidc.ProviderFailed as error:
        return _failed(request, str(error))


@login_not_required
@never_cache
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Back from the provider: a person an office knows, or nobody. A second step of theirs is still asked."""
    from lempu.kernel.identity.adapters import oidc  # noqa: PLC0415 -- slow import

    _require_provider()
    try:
        claims, after = oidc.finish(request)
        user = services.person_of(claims=claims)
    except oidc.ProviderFailed as error:
        return _failed(request, str(error))
    except DomainError as refusal:
        return accounts.refused(request, str(refusal.message))
    return accounts.first_step(request, user, after or resolve_url(settings.LOGIN_REDIRECT_URL))


def _require_provider() -> None:
    if settings.OIDC is None:
        raise Http404


def _failed(request: HttpRequest, reason: str) -> HttpResponse:
    log.warning("oidc failed", reason=reason)
    words = _("%(name)s did not let you in. Try again, or sign in another way.")
    name = settings.OIDC.name if settings.OIDC else ""
    return accounts.refused(request, words % {"name": name})
