"""The read-only interface for programs, version 1: every address asks for a token.

Whoever made the token must still be allowed to see what is asked for, so a token never opens more
than its person's own screens do.
"""

import math
from collections.abc import Callable
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import EmptyPage, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Path, Query
from ninja.errors import AuthenticationError, HttpError
from ninja.security import HttpBearer

from lempu.kernel.api import selectors, services
from lempu.kernel.api.enums import Scope
from lempu.kernel.api.models import Token
from lempu.kernel.api.views import shapes
from lempu.kernel.api.views.schemas import (
    EvidenceOut,
    Listing,
    ObligationOut,
    OfficeOut,
    PlanOut,
    PlanRowsOut,
    Problem,
    ReadingOut,
)
from lempu.kernel.evidence.enums import Perm as EvidencePerm
from lempu.kernel.obligations.enums import Perm as ObligationPerm
from lempu.kernel.obligations.enums import Shown
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.enums import Perm as PlanPerm
from lempu.shared.http import may
from lempu.shared.periods import today

PAGE_SIZE = 100
Code = Annotated[str, Path(pattern=r"^[0-9.]{1,10}$", description="code of the office, as 7317")]
Key = Annotated[int, Path(ge=1, lt=2**63)]
Page = Annotated[int, Query(ge=1, le=100_000, description=f"pages of {PAGE_SIZE}, from 1")]
Year = Annotated[int | None, Query(ge=2000, le=2100, description="this year when left out")]
MonthNumber = Annotated[int | None, Query(ge=1, le=12)]
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 422: Problem}


class Bearer(HttpBearer):
    """``Authorization: Bearer lempu_…``"""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        found = selectors.token_of(token)
        if found is not None:
            services.note_use(token=found)
        return found


api = NinjaAPI(
    title="Lempu",
    version="1",
    description="Read access to plans, obligations, evidence metadata and measured figures.",
    urls_namespace="api",
    docs_url=None,
    auth=Bearer(),
)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> Any:
    words = _("Send a valid token: Authorization: Bearer lempu_…")
    return api.create_response(request, {"detail": words}, status=401)


def _read(path: str, name: str, shape: Any) -> Callable[..., Any]:
    return api.get(path, response={200: shape, **REFUSALS}, url_name=name, summary=name)


def _token(request: HttpRequest, scope: Scope | None = None) -> Token:
    token: Token = request.auth  # type: ignore[attr-defined]
    timezone.activate(ZoneInfo(token.office.timezone))  # the middleware of the office ends it
    if scope is not None and scope not in token.scopes:
        raise HttpError(403, _("This token may not read that: %(scope)s.") % {"scope": scope.value})
    return token


def _office(token: Token, code: str, permission: str) -> Office:
    """The office asked for: 404 outside the token's reach, 403 where the person may not read that."""
    office = get_object_or_404(selectors.reached(token), code=code)
    _require(token, permission, office)
    return office


def _require(token: Token, permission: str, subject: Any) -> None:
    if not token.reaches(subject.office):
        raise Http404
    if not may(token.user, permission, subject):
        raise HttpError(403, _("The person of this token may not read that."))


def _listing(rows: "QuerySet[Any] | list[Any]", page: int, shape: Callable[[Any], Any]) -> Any:
    pages = Paginator(rows, PAGE_SIZE)
    try:
        found = list(pages.page(page))
    except EmptyPage:
        found = []
    count = pages.count
    return {
        "count": count,
        "page": page,
        "pages": max(math.ceil(count / PAGE_SIZE), 1),
        "items": [shape(row) for row in found],
    }


@_read("offices", "offices", Listing[OfficeOut])
def offices(request: HttpRequest, page: Page = 1) -> Any:
    """The offices this token reaches."""
    rows = selectors.reached(_token(request)).select_related("parent")
    return _listing(rows, page, shapes.office)


@_read("offices/{code}/plans", "plans", Listing[PlanOut])
def plans(request: HttpRequest, code: Code, page: Page = 1) -> Any:
    """The plans of an office, the latest year first."""
    token = _token(request, Scope.PLANS)
    office = _office(token, code, PlanPerm.VIEW)
    return _listing(selectors.plans(token.user, office), page, shapes.plan)


@_read("plans/{pk}", "plan", PlanRowsOut)
def plan(request: HttpRequest, pk: Key) -> Any:
    """One version of a plan with all its rows in the order of the decree."""
    token = _token(request, Scope.PLANS)
    found = get_object_or_404(selectors.plan_versions(token.user), pk=pk)
    _require(token, PlanPerm.VIEW, found)
    return shapes.plan_with_rows(found)


@_read("offices/{code}/obligations", "obligations", Listing[ObligationOut])
def obligations(
    request: HttpRequest,
    code: Code,
    year: Year = None,
    month: MonthNumber = None,
    state: Shown | None = None,
    page: Page = 1,
) -> Any:
    """The obligations of one year, by month and row."""
    token, day = _token(request, Scope.OBLIGATIONS), today()
    office = _office(token, code, ObligationPerm.VIEW)
    rows = selectors.obligations(token.user, office, year or day.year, month, state, day)
    return _listing(rows, page, shapes.obligation)


@_read("obligations/{pk}", "obligation", ObligationOut)
def obligation(request: HttpRequest, pk: Key) -> Any:
    """One obligation."""
    token = _token(request, Scope.OBLIGATIONS)
    rows = Obligation.objects.visible_to(token.user).with_shown(today()).for_listing()
    found = get_object_or_404(rows, pk=pk)
    _require(token, ObligationPerm.VIEW, found)
    return shapes.obligation(found)


@_read("offices/{code}/evidence", "evidence", Listing[EvidenceOut])
def evidence(
    request: HttpRequest, code: Code, year: Year = None, month: MonthNumber = None, page: Page = 1
) -> Any:
    """What was offered as proof for one year, with every version; withdrawn pieces say so."""
    token = _token(request, Scope.EVIDENCE)
    office = _office(token, code, EvidencePerm.VIEW)
    rows = selectors.evidence(token.user, office, year or today().year, month)
    return _listing(rows, page, shapes.evidence)


@_read("offices/{code}/readings", "readings", Listing[ReadingOut])
def readings(request: HttpRequest, code: Code, year: Year = None) -> Any:
    """Measured figures of one year by month."""
    token = _token(request, Scope.READINGS)
    office = _office(token, code, ObligationPerm.VIEW)
    rows = selectors.readings(token.user, office, year or today().year)
    return _listing(rows, 1, shapes.reading)


#: None of the routes asks for a session; each asks for a token.
patterns = api.urls[0]
for _pattern in patterns:
    if _pattern.callback:
        login_not_required(_pattern.callback)
