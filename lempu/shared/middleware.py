"""What happens around every view: a log line, language, htmx answers, refusals nobody caught."""

import errno
import secrets
import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from lempu.shared.errors import DomainError

log = structlog.get_logger("lempu.request")
Next = Callable[[HttpRequest], HttpResponse]

LANGUAGE_COOKIE = "bahasa"


class RequestLogMiddleware:
    """One line per request: route name, status, milliseconds and the code a person can quote."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code = secrets.token_hex(2).upper()
        request.support_code = code  # type: ignore[attr-defined]
        structlog.contextvars.bind_contextvars(code=code)
        begun = time.monotonic()
        try:
            response = self.get_response(request)
            match = request.resolver_match
            log.info(
                "request",
                route=match.view_name if match else None,
                method=request.method,
                status=response.status_code,
                ms=round((time.monotonic() - begun) * 1000),
            )
            return response
        finally:
            structlog.contextvars.unbind_contextvars("code")


class LanguageMiddleware:
    """Indonesian unless the person chose English; never guessed from the browser."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = request.COOKIES.get(LANGUAGE_COOKIE, settings.LANGUAGE_CODE)
        language = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class HtmxAnswerMiddleware:
    """Fragments and pages share a URL, so caches must tell them apart; an expired session
    answers htmx with a redirect of the whole page, or the sign-in form would land in a row."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        to_sign_in = response.status_code == 302 and "/masuk/" in response.get("Location", "")
        if request.htmx and to_sign_in:  # type: ignore[attr-defined]
            answer = HttpResponse(status=204)
            answer["HX-Redirect"] = response["Location"]
            return answer
        return response


class PrivateMiddleware:
    """What somebody signed in sees is kept by no cache between, and asked for again each time."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:  # asks nothing of the database
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class RefusalMiddleware:
    """A refusal that no form could carry becomes a plain page that says what to do."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DomainError):
            return render(request, "refused.html", {"refusal": exception}, status=422)
        if is_disk_full(exception):
            log.error("disk full")
            refusal = DomainError(
                _("The disk of the server is full. Nothing was changed. Tell the administrator."),
                code="disk_full",
            )
            return render(request, "refused.html", {"refusal": refusal}, status=507)
        return None


def is_disk_full(error: BaseException) -> bool:
    """Whether the system or the database found no room to write."""
    if isinstance(error, OperationalError):
        of_postgresql = getattr(error.__cause__, "sqlstate", "") == "53100"
        return of_postgresql or "database or disk is full" in str(error)
    return isinstance(error, OSError) and error.errno == errno.ENOSPC
