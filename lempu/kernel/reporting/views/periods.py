"""Finding the report of a period by the words of its address."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from lempu.kernel.offices.models import Office
from lempu.kernel.plans.models import Plan
from lempu.kernel.reporting import selectors
from lempu.kernel.reporting.enums import Kind
from lempu.kernel.reporting.models import Report
from lempu.shared.http import Request, require_perm

#: kind -> word of the address, number of periods in a year
KINDS = {Kind.MONTHLY: ("bulanan", 12), Kind.QUARTERLY: ("triwulan", 4)}


def found(
    request: Request, permission: str, code: str, year: int, kind: str, period: int
) -> Report:
    """The report, begun or not; 404 for an office one may not know of and for no real period."""
    office = get_object_or_404(Office.objects.visible_to(request.user), code=code)
    require_perm(request.user, permission, office)
    for known, (word, last) in KINDS.items():
        if kind == word and 1 <= period <= last and 2010 <= year <= 2100:
            return selectors.blank_report(office, known, year, period)
    raise Http404


def plan_of(request: Request, report: Report) -> Plan | None:
    """The plan in force of the report's year."""
    plans = Plan.objects.visible_to(request.user).enacted()
    return plans.filter(office=report.office, year=report.year).first()


def plan_or_404(request: Request, report: Report) -> Plan:
    plan = plan_of(request, report)
    if plan is None:
        raise Http404
    return plan


def place_of(report: Report) -> dict[str, Any]:
    """The words of the address of a report."""
    word, _last = KINDS[Kind(report.kind)]
    return {
        "code": report.office.code,
        "year": report.year,
        "kind": word,
        "period": report.period,
    }


def address(name: str, report: Report) -> str:
    return reverse(f"reporting:{name}", kwargs=place_of(report))
