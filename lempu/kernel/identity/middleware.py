"""Now and then while somebody works: is this device noted, does their office demand more of them?"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lempu.kernel.accounts.models import User
from lempu.kernel.identity.services import sessions
from lempu.shared.http import client_address


def _look_at(request: HttpRequest, user: User) -> None:
    sessions.look_at(
        session=request.session,
        user=user,
        ip=client_address(request),
        agent=request.META.get("HTTP_USER_AGENT", ""),
    )


@receiver(user_logged_in)
def note_sign_in(sender: Any, request: HttpRequest, user: User, **_rest: Any) -> None:
    """Every sign-in is looked at, whichever way it came."""
    _look_at(request, user)


class SafetyMiddleware:
    """Whoever lacks a second step their office demands adds one before anything else."""

    OPEN = frozenset({"accounts:sign_out"})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        if not sessions.was_looked_at(request.session):
            _look_at(request, request.user)
        is_open = match is not None and (
            match.namespace == "identity" or match.view_name in self.OPEN
        )
        if is_open or not request.session.get(sessions.DEMANDED):
            return None
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponse(status=204, headers={"HX-Redirect": reverse("identity:keys")})
        return redirect("identity:keys")
