"""``request.office``, where the person works in this session; and the first password."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from lempu.kernel.offices import selectors
from lempu.kernel.offices.models import Office


class CurrentOfficeMiddleware:
    """Adds ``request.office`` (None for people without a membership and for visitors).

    Days and hours of the request are those on the clock of that office: WIB, WITA or WIT.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.office = SimpleLazyObject(lambda: current_office(request))  # type: ignore[attr-defined]
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        office = request.office if getattr(view, "login_required", True) else None  # type: ignore[attr-defined]
        if office:
            timezone.activate(ZoneInfo(office.timezone))


class FirstPasswordMiddleware:
    """Whoever came in with a one-time password sets their own before anything else."""

    OPEN = frozenset({"identity:password", "accounts:sign_out"})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        public = not getattr(view, "login_required", True)
        if public or (match and match.view_name in self.OPEN):
            return None
        if not request.user.is_authenticated or not request.user.must_change_password:
            return None
        if request.htmx:  # type: ignore[attr-defined]
            page = reverse("identity:password")
            return HttpResponse(status=204, headers={"HX-Redirect": page})
        return redirect("identity:password")


def current_office(request: HttpRequest) -> Office | None:
    """The office chosen in this session while the person still belongs to it, else their first."""
    offices = selectors.offices_of(request.user)
    chosen = request.session.get(selectors.SESSION_KEY)
    return next((o for o in offices if o.pk == chosen), offices[0] if offices else None)
