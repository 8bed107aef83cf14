"""What the desks counted in a month, the records behind each figure, the reports made of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lempu.kernel.closing.enums import Outcome, Perm
from lempu.kernel.closing.models import Reading
from lempu.kernel.closing.selectors import desk as selectors
from lempu.kernel.closing.services import report_obligation, take_month
from lempu.kernel.closing.services.readings import take_readings
from lempu.kernel.evidence.enums import Perm as EvidencePerm
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.plans.models import Plan
from lempu.shared.http import Request, may, require_perm
from lempu.shared.periods import Month, today


def found(request: Request, permission: str, pk: int, number: int) -> tuple[Plan, Month]:
    plans = Plan.objects.visible_to(request.user).enacted().select_related("office")
    plan = get_object_or_404(plans, pk=pk)
    require_perm(request.user, permission, plan)
    if not 1 <= number <= 12:
        raise Http404
    return plan, Month(plan.year, number)


@require_safe
def month(request: Request, pk: int, number: int) -> HttpResponse:
    """Every row of a month that a measure feeds."""
    plan, period = found(request, Perm.VIEW, pk, number)
    context = {
        "plan": plan,
        "month": period,
        "months": range(1, 13),
        "rows": selectors.fed_rows(plan.office, period),
        "has_ended": period.last < today(),
        "has_begun": period.first <= today(),
        "may_take": may(request.user, Perm.TAKE, plan),
    }
    return render(request, "closing/desk_month.html", context)


@require_POST
def take(request: Request, pk: int, number: int) -> HttpResponse:
    """Take the readings now; once the month is over, make the reports too."""
    plan, period = found(request, Perm.TAKE, pk, number)
    counts = take_month(office=plan.office, month=period, actor=request.user)
    made = counts[Outcome.MADE]
    if made:
        words = ngettext(
            "%(count)s report is made and waits for its owner.",
            "%(count)s reports are made and wait for their owners.",
            made,
        )
        messages.success(request, words % {"count": made})
    else:
        messages.info(request, _("The readings are taken. No report had to be made anew."))
    if unread := counts[Outcome.UNREADABLE]:
        words = ngettext(
            "%(count)s row has no report, because a measure could not be read.",
            "%(count)s rows have no report, because a measure could not be read.",
            unread,
        )
        messages.warning(request, words % {"count": unread})
    return redirect("closing:desk", plan.pk, number)


@require_safe
def reading(request: Request, pk: int) -> HttpResponse:
    """One figure down to the records it counts, with those taken before and after it."""
    rows = Reading.objects.visible_to(request.user).select_related("office", "taken_by")
    row = get_object_or_404(rows, pk=pk)
    require_perm(request.user, Perm.VIEW, row)
    same = rows.filter(office=row.office, measure=row.measure, year=row.year, month=row.month)
    context = {"reading": row, "all": same.order_by("-number")}
    return render(request, "closing/reading.html", context)


@require_safe
def report(request: Request, pk: int) -> HttpResponse:
    """The reports that the desks made of one obligation, latest first, and what changed each time."""
    obligation = _obligation(request, pk)
    require_perm(request.user, Perm.VIEW, obligation)
    context: dict[str, Any] = {
        "obligation": obligation,
        "lines": selectors.lines_of(obligation),
        "reports": list(obligation.desk_reports.for_listing()),
        "has_ended": obligation.period.last < today(),
        "may_renew": may(request.user, EvidencePerm.OFFER, obligation),
    }
    return render(request, "closing/desk_report.html", context)


@require_POST
def renew(request: Request, pk: int) -> HttpResponse:
    """Take the readings of one obligation again after a correction, and make its report anew."""
    obligation = _obligation(request, pk)
    require_perm(request.user, EvidencePerm.OFFER, obligation)
    bindings = selectors.feeding_of(obligation.office).get(obligation.indicator.key, [])
    if bindings and obligation.period.last < today():
        readings = take_readings(
            office=obligation.office,
            month=obligation.period,
            actor=request.user,
            keys=[each.measure for each in bindings],
        )
        outcome = report_obligation(
            obligation=obligation,
            bindings=bindings,
            readings=readings,
            actor=request.user,
            renew=True,
        )
        messages.info(request, outcome.label)
    else:
        messages.info(request, _("The report is made once the month is over."))
    return redirect("closing:desk_report", obligation.pk)


def _obligation(request: Request, pk: int) -> Obligation:
    rows = Obligation.objects.visible_to(request.user).for_listing()
    return get_object_or_404(rows.prefetch_related("indicator__owners"), pk=pk)
