from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lempu.kernel.home.enums import Perm
from lempu.kernel.home.selectors import sentences
from lempu.kernel.home.selectors import today as selectors
from lempu.kernel.plans.enums import Perm as PlansPerm
from lempu.shared.http import Request, may, require_perm
from lempu.shared.periods import today as current_day


@require_safe
def today(request: Request) -> HttpResponse:
    """What I owe, what came back to me, what waits for me; due first."""
    require_perm(request.user, Perm.TODAY, request.office)
    page = selectors.read(request.user, request.office, current_day())
    context = {
        "page": page,
        "heading": sentences.today_heading(page),
        "lead": sentences.today_lead(page),
        "is_bare": _is_bare(request, page),
    }
    return render(request, "home/today.html", context)


def _is_bare(request: Request, page: selectors.Today) -> bool:
    """Asked only of whoever owes nothing this year: an office that starts has no plan to owe from."""
    if (
        page.share is not None
        or page.dates
        or not may(request.user, PlansPerm.EDIT, request.office)
    ):
        return False
    return selectors.lacks_plan(request.office)
