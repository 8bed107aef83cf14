"""The offices below, side by side, from stored readings."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lempu.kernel.assessment.enums import Perm
from lempu.kernel.assessment.selectors.nation import shares, standings
from lempu.kernel.plans.views.imports import office_of
from lempu.shared.http import Request, answer, page_of, whole_number
from lempu.shared.periods import today


@require_safe
def nation(request: Request) -> HttpResponse:
    """How the sheets of a year stand; ``?tahun=`` chooses another year."""
    office = office_of(request, Perm.OVERSEE)
    asked = whole_number(request.GET.get("tahun", ""))
    year = asked if asked and 2010 <= asked <= 2100 else today().year
    rows = standings(office, year)
    context = {
        "office": office,
        "year": year,
        "page": page_of(request, rows),
        "all": len(rows),
        "begun": sum(bool(row.stage) for row in rows),
        "read": sum(bool(row.verified) for row in rows),
        "shares": shares(rows),
    }
    return answer(request, "assessment/nation.html", context)
