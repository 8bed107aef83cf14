"""Health, readiness and the pages for what went wrong."""

import shutil
import sys
from collections.abc import Iterator
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lempu.shared.errors import DomainError
from lempu.shared.middleware import is_disk_full

log = structlog.get_logger(__name__)


@login_not_required
@require_safe
def healthy(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The installation can work: database reached and migrated, room to keep files (503 if not)."""
    checks = {"database": _database_is_ready(), "room": _has_room()}
    status = 200 if all(checks.values()) else 503
    return JsonResponse({"status": "ok" if status == 200 else "not ready", **checks}, status=status)


def _database_is_ready() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception:  # noqa: BLE001 -- any failure of the database is the answer
        return False


def _has_room() -> bool:
    try:
        return shutil.disk_usage(settings.HOME).free > settings.UPLOAD_ROOM_BYTES
    except OSError:
        return False


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _failed(request, "errors/403.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _failed(request, "errors/404.html", 404)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A foreign host, a cut body, a session that ended meanwhile, or one the full disk did not keep."""
    if _came_of_a_full_disk(exception):
        return _disk_is_full()
    return HttpResponse(render_to_string("errors/400.html"), status=400)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Asks neither the request nor the database for anything: either may be what failed."""
    if _came_of_a_full_disk(sys.exc_info()[1]):
        return _disk_is_full()
    context = {"support_code": getattr(request, "support_code", "")}
    return HttpResponse(render_to_string("errors/500.html", context), status=500)


def _came_of_a_full_disk(error: BaseException | None) -> bool:
    """What fails around a view, as when the session is written, is told by other errors."""
    return any(map(is_disk_full, _chain(error)))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _disk_is_full() -> HttpResponse:
    log.error("disk full")
    words = _(
        "The disk of the server is full. What you did just now may not have been kept: look for it again "
        "later. Tell the administrator."
    )
    context = {"refusal": DomainError(words, code="disk_full")}
    return HttpResponse(render_to_string("refused.html", context), status=507)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _failed(request, "errors/csrf.html", 403)


def _failed(request: HttpRequest, template: str, status: int) -> HttpResponse:
    context: dict[str, Any] = {"status": status}
    return render(request, template, context, status=status)
