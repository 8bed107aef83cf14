from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lempu.kernel.assessment.enums import Perm as AssessmentPerm
from lempu.kernel.assessment.selectors.year import Year, year_of
from lempu.kernel.closing import selectors as closing
from lempu.kernel.closing.enums import Perm as ClosingPerm
from lempu.kernel.home.enums import Perm
from lempu.kernel.home.selectors import chart, grid, sentences
from lempu.kernel.home.selectors import cockpit as selectors
from lempu.kernel.home.views.matrix import office_asked
from lempu.kernel.ledger import selectors as ledger
from lempu.kernel.obligations.enums import Perm as ObligationPerm
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.models import Plan
from lempu.shared.http import Request, may, require_perm
from lempu.shared.periods import today


@require_safe
def cockpit(request: Request) -> HttpResponse:
    """Where the office stands; ``?satker=`` shows an office below to those who observe it."""
    office, day = office_asked(request), today()
    require_perm(request.user, Perm.COCKPIT, office)
    shown = Plan.objects.visible_to(request.user).enacted().filter(office=office)
    plans = list(shown.order_by("-year"))
    plan = grid.plan_of_year(plans, None, day)
    context: dict[str, Any] = {
        "office": office,
        "plan": plan,
        "day": day,
        "asked": f"satker={office.code}" if office.pk != request.office.pk else "",
        "may_open": may(request.user, ObligationPerm.VIEW, office),
        "ledger_end": ledger.end_of(office),
        "seal": ledger.last_seal(office),
    }
    if plan is not None:
        page = selectors.build(grid.read(plan, day), plan.year, day)
        context |= {
            "page": page,
            "heading": sentences.cockpit_heading(page),
            "chart": chart.columns(page.months),
            "bullets": chart.bullets(page.programmes),
            "finding": sentences.months_finding(page),
            "closing": _closing(request, office),
            "score": _score(request, plan),
        }
    return render(request, "home/cockpit.html", context)


def _closing(request: Request, office: Office) -> list[closing.OpenMonth]:
    if not may(request.user, ClosingPerm.CLOSE, office):
        return []
    return closing.open_months(office, today())


def _score(request: Request, plan: Plan) -> Year | None:
    """Assessors see what was submitted to them, not what the office is still writing."""
    seeing = (AssessmentPerm.VIEW, AssessmentPerm.OVERSEE)
    if not any(may(request.user, each, plan.office) for each in seeing):
        return None
    return year_of(plan.office, plan.year)
