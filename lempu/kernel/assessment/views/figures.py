"""Thresholds with what-if and the cheapest way; the gaps of the plan; rows and their questions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lempu.kernel.assessment import selectors
from lempu.kernel.assessment.enums import Column, Perm
from lempu.kernel.assessment.forms import RowForm
from lempu.kernel.assessment.models import Assessment
from lempu.kernel.assessment.scoring import score
from lempu.kernel.assessment.selectors import drawing, mapping, missing, pages, thresholds
from lempu.kernel.assessment.selectors.scores import values_of
from lempu.kernel.assessment.services.mapping import map_row, take_over
from lempu.kernel.assessment.views.finding import found
from lempu.kernel.plans.models import Indicator
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, answer, errors_to, may

#: word of the address -> which of the three scores is held against the thresholds
BASES = {"klaim": "claimed", "terverifikasi": "verified", "perkiraan": "forecast"}


@require_safe
def limits(request: Request, pk: int) -> HttpResponse:
    """Every test with its distance. ``?dasar=`` chooses the score, ``?coba=ITEM:VALUE`` tries an
    answer without keeping it."""
    row = found(request, Perm.VIEW, pk)
    instrument = row.instrument
    answers = selectors.given_in(selectors.current_round(row), Column.UNIT)
    word = request.GET.get("dasar", "klaim")
    word = word if word in BASES else "klaim"
    bases = values_of(row, answers)
    values = bases[BASES[word]]
    tried = thresholds.tried(instrument, request.GET.getlist("coba"))
    scored = score(selectors.sheet_of(instrument, values | tried))
    rows = mapping.by_item(mapping.mapped_rows(mapping.plan_of(row), instrument))
    goal = request.GET.get("predikat", "")
    goal = goal if goal in instrument.predicates else instrument.predicates[0]
    way = thresholds.way_to(instrument, values | tried, goal, rows)
    context = {
        "assessment": row,
        "word": word,
        "words": BASES,
        "heading": pages.heading(scored),
        "total": pages.points(scored.total),
        "before": pages.points(score(selectors.sheet_of(instrument, values)).total),
        "tables": thresholds.tables_of(scored),
        "profile": drawing.profile(
            scored, score(selectors.sheet_of(instrument, bases["verified"]))
        ),
        "tried": tried,
        "parts": selectors.outline(instrument, ()),
        "scales": {name: list(scale) for name, scale in instrument.scales.items()},
        "goal": goal,
        "goals": instrument.predicates,
        "way": way,
        "prerequisites": instrument.prerequisites,
    }
    return answer(request, "assessment/limits.html", context)


@require_safe
def gap(request: Request, pk: int) -> HttpResponse:
    """Questions no row serves, and rows that would."""
    row = found(request, Perm.VIEW, pk)
    return answer(request, "assessment/gap.html", _gap(request, row))


def _gap(request: Request, row: Assessment) -> dict[str, Any]:
    plan = mapping.plan_of(row)
    served = mapping.by_item(mapping.mapped_rows(plan, row.instrument))
    return {
        "assessment": row,
        "plan": plan,
        "report": missing.report_of(row.instrument, served),
        "may_manage": plan is not None and may(request.user, Perm.MANAGE, row),
    }


@require_POST
def take(request: Request, pk: int) -> HttpResponse:
    """Take proposed rows over into the amendment of the plan."""
    row = found(request, Perm.MANAGE, pk)
    items = request.POST.getlist("baris")
    try:
        draft = take_over(assessment=row, actor=request.user, items=items)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return answer(request, "assessment/gap.html", _gap(request, row), status=422)
    count = len(set(items))
    messages.success(
        request,
        ngettext(
            "%(count)s row was added to the amendment. Look at it before it is enacted.",
            "%(count)s rows were added to the amendment. Look at them before it is enacted.",
            count,
        )
        % {"count": count},
    )
    return redirect("plans:grid", draft.pk)


@require_safe
def rows(request: Request, pk: int) -> HttpResponse:
    """Every row of the plan with the questions it feeds."""
    row = found(request, Perm.VIEW, pk)
    plan = mapping.plan_of(row)
    context = {
        "assessment": row,
        "plan": plan,
        "rows": mapping.mapped_rows(plan, row.instrument),
        "may_manage": may(request.user, Perm.MANAGE, row),
    }
    return answer(request, "assessment/rows.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def row(request: Request, pk: int, indicator: int) -> HttpResponse:
    """Say which questions one row feeds."""
    sheet = found(request, Perm.MANAGE, pk)
    plan = mapping.plan_of(sheet)
    mapped = next(
        (each for each in mapping.mapped_rows(plan, sheet.instrument) if each.row.pk == indicator),
        None,
    )
    if mapped is None:
        raise Http404
    form = RowForm(
        request.POST or None, instrument=sheet.instrument, initial={"items": list(mapped.items)}
    )
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            _map(request, mapped.row, sheet, form)
            return redirect("assessment:rows", sheet.pk)
    context = {"assessment": sheet, "mapped": mapped}
    return answer(request, "assessment/row.html", context, form=form)


def _map(request: Request, indicator: Indicator, sheet: Assessment, form: RowForm) -> None:
    map_row(
        indicator=indicator,
        actor=request.user,
        instrument=sheet.instrument,
        items=form.cleaned_data["items"],
    )
    messages.success(request, _("Saved."))
