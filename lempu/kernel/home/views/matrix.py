from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lempu.kernel.home.selectors import grid
from lempu.kernel.home.selectors import matrix as selectors
from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.obligations.enums import Perm as ObligationPerm
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.models import Plan
from lempu.kernel.plans.selectors.versions import version_words
from lempu.shared.http import Request, may, require_perm
from lempu.shared.periods import months_of, today

MODE_COOKIE = "matriks_teks"
YEAR_SECONDS = 60 * 60 * 24 * 365


@require_safe
def matrix(request: Request, year: int | None = None) -> HttpResponse:
    """The decree's grid with the state of every tick.

    Filters stand in the address; ``?satker=`` shows an office below to those who observe it. The
    choice between short and full text is remembered by a cookie of its own.
    """
    office = office_asked(request)
    require_perm(request.user, ObligationPerm.VIEW, office)
    shown = Plan.objects.visible_to(request.user).enacted().filter(office=office)
    plans = list(shown.select_related("amends").order_by("-year"))
    plan = grid.plan_of_year(plans, year, today())
    if year is not None and plan is None:
        raise Http404
    context: dict[str, Any] = {"office": office, "plan": plan, "plans": plans}
    if plan is None:
        return render(request, "home/matrix_empty.html", context)
    filters = selectors.Filters.from_query(request.GET, mode=request.COOKIES.get(MODE_COOKIE, ""))
    context |= {
        "filters": filters,
        "version": version_words(plan),
        "matrix": selectors.build(grid.read(plan, today()), filters),
        "months": months_of(plan.year),
        "now": today().month if today().year == plan.year else 0,
        "may_open": may(request.user, ObligationPerm.VIEW, office),
        "ledger_end": ledger.end_of(office),
        "seal": ledger.last_seal(office),
    }
    response = render(request, _template(request), context)
    if request.GET.get("teks") in ("ringkas", "lengkap"):
        _keep_mode(response, request.GET["teks"])
    return response


def office_asked(request: Request) -> Office:
    """The office of ``?satker=`` if the person may see it (404 if not), else their current one."""
    code = request.GET.get("satker")
    if not code:
        return request.office
    return get_object_or_404(Office.objects.visible_to(request.user), code=code)


def _template(request: Request) -> str:
    """The table alone for filters; the whole page for the browser's back button."""
    fragment = request.htmx and not request.htmx.history_restore_request
    return "home/matrix.html#grid" if fragment else "home/matrix.html"


def _keep_mode(response: HttpResponse, mode: str) -> None:
    response.set_cookie(MODE_COOKIE, mode, max_age=YEAR_SECONDS, httponly=True, samesite="Lax")
