"""Sign-in of the demo: one press, no password, and only in the demo."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, resolve_url
from django.views.decorators.http import require_POST

from lempu.kernel.accounts import views as accounts
from lempu.kernel.accounts.selectors import demo_people
from lempu.shared.http import Request, safe_next


@login_not_required
@require_POST
def enter(request: Request, pk: int) -> HttpResponse:
    """Sign in as one of the demo's people; 404 outside the demo and for everybody else's account."""
    if not settings.DEMO:
        raise Http404
    user = get_object_or_404(demo_people(), pk=pk)
    if request.user.is_authenticated:
        logout(request)
    after = safe_next(request, resolve_url(settings.LOGIN_REDIRECT_URL))
    return accounts.enter(request, user, after)
