"""``request.office``: where the person works in this session."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from lempu.kernel.offices import selectors
from lempu.kernel.offices.models import Office

SESSION_KEY = "office"


class CurrentOfficeMiddleware:
    """Adds ``request.office`` (None for people without a membership and for visitors)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.office = SimpleLazyObject(lambda: current_office(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def current_office(request: HttpRequest) -> Office | None:
    """The office chosen in this session while the person still belongs to it, else their first."""
    offices = selectors.offices_of(request.user)
    chosen = request.session.get(SESSION_KEY)
    return next((o for o in offices if o.pk == chosen), offices[0] if offices else None)
