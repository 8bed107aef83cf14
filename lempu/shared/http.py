"""What every view needs: the typed request, permissions, refusals, the answer to htmx."""

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import rules
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from lempu.shared.errors import DomainError

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from lempu.kernel.accounts.models import User
    from lempu.kernel.offices.models import Office

PAGE_SIZE = 50
#: Of an IPv6 address: what one subscriber is given (RFC 6177).
NETWORK_BITS = 64


class Request(HttpRequest):
    """A request of somebody signed in; ``office`` is the one they work in now."""

    user: "User"
    htmx: "HtmxDetails"
    office: "Office"


def may(user: Any, permission: str, subject: Any = None) -> bool:
    """Whether ``user`` holds ``permission`` over ``subject`` (an office or a row of one)."""
    return bool(rules.has_perm(permission, user, subject))


def require_perm(user: Any, permission: str, subject: Any = None) -> None:
    """Raise ``PermissionDenied`` (403) unless the person holds the permission."""
    if not may(user, permission, subject):
        raise PermissionDenied(permission)


@contextmanager
def errors_to(form: forms.BaseForm) -> Iterator[None]:
    """Put a refusal on the form, so that the page comes back with what was typed."""
    try:
        yield
    except DomainError as refusal:
        field = refusal.params.get("field")
        form.add_error(
            field if field in form.fields else None,
            forms.ValidationError(str(refusal.message), code=refusal.code),
        )


def answer(
    request: Request,
    template: str,
    context: dict[str, Any],
    *,
    form: forms.BaseForm | None = None,
    status: int | None = None,
) -> HttpResponse:
    """Render a page; 422 when its bound form was refused."""
    refused = form is not None and form.is_bound and bool(form.errors)
    if form is not None:
        context.setdefault("form", form)
    return render(request, template, context, status=status or (422 if refused else 200))


def page_of(request: HttpRequest, rows: "QuerySet[Any] | list[Any]") -> Page[Any]:
    """The page asked for with ``?halaman=``, PAGE_SIZE rows long; the nearest for a wrong number."""
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("halaman"))


def whole_number(text: str) -> int | None:
    """A number that somebody sent, if it is one a row or a year can have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def client_address(request: HttpRequest, credentials: Any = None) -> str:
    """Where a request comes from: the last address that the proxy in front added, if there is one.

    What stands before it was sent by the visitor and proves nothing. django-axes calls it with credentials.
    """
    direct: str = request.META.get("REMOTE_ADDR", "")
    if not settings.BEHIND_PROXY:
        return direct
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(said))
    except ValueError:
        return direct


def client_network(request: HttpRequest, credentials: Any = None) -> str:
    """Whom guessing is counted for: an address, of IPv6 the network that one subscriber is given.

    There a single guesser has as many addresses as they want. django-axes calls it with credentials.
    """
    address = client_address(request)
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, NETWORK_BITS), strict=False).network_address)


def safe_next(request: HttpRequest, default: str) -> str:
    """Where to go after an act: the ``next`` the form carried, if it is an address of ours.

    A bare word is none: a redirect would take it for the name of a route.
    """
    target = request.POST.get("next") or request.GET.get("next") or ""
    if not target.startswith(("/", "http://", "https://")):
        return default
    allowed = {request.get_host()}
    if url_has_allowed_host_and_scheme(target, allowed, require_https=request.is_secure()):
        return target
    return default
