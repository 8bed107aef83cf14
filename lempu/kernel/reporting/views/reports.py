"""The reports of a year; one report with its preview; its text; the rows that ask for it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lempu.kernel.plans.models import Plan
from lempu.kernel.plans.views.imports import office_of
from lempu.kernel.reporting import renditions, selectors, services
from lempu.kernel.reporting.enums import Kind, Perm
from lempu.kernel.reporting.forms import LetterheadForm, ReportForm, RowsForm
from lempu.kernel.reporting.models import Report
from lempu.kernel.reporting.views.periods import address, found, place_of, plan_of, plan_or_404
from lempu.shared.http import Request, answer, errors_to, may, require_perm, whole_number
from lempu.shared.periods import today


@require_safe
def index(request: Request) -> HttpResponse:
    """Every month and quarter of a year, and how far its report is."""
    office = office_of(request, Perm.VIEW)
    plans = Plan.objects.visible_to(request.user).enacted().filter(office=office)
    years = list(plans.order_by("-year").values_list("year", flat=True))
    asked = whole_number(request.GET.get("tahun", ""))
    day = today()
    latest = day.year if day.year in years else next(iter(years), day.year)
    year = asked if asked in years else latest
    context = {
        "office": office,
        "year": year,
        "years": years,
        "missing": selectors.missing_of(selectors.letterhead_of(office)),
        "owed": selectors.follow_ups_of(office, day)[:5],
        "day": day,
        "may_edit": may(request.user, Perm.EDIT, office),
        **selectors.reports_of_year(office, year, day),
    }
    return render(request, "reporting/index.html", context)


@require_safe
def report(request: Request, code: str, year: int, kind: str, period: int) -> HttpResponse:
    """One report: what it says now, how far it is, its versions."""
    row = found(request, Perm.VIEW, code, year, kind, period)
    return render(request, "reporting/report.html", page_of_report(request, row))


def page_of_report(request: Request, row: Report) -> dict[str, Any]:
    """The page of a report; ``changes`` are those since the latest version was made."""
    plan = plan_of(request, row)
    versions = [] if row._state.adding else list(row.versions.for_listing())
    latest = versions[0] if versions else None
    context: dict[str, Any] = {
        "report": row,
        "place": place_of(row),
        "plan": plan,
        "versions": versions,
        "latest": latest,
        "signed": next((version for version in versions if version.is_signed), None),
        "has_ended": row.last_day < today(),
        "missing": selectors.missing_of(selectors.letterhead_of(row.office)),
        "is_quarterly": row.kind == Kind.QUARTERLY,
    }
    if plan is None:
        return context
    snapshot = _now(row, plan, latest)
    context |= {
        "paper": renditions.document_of(snapshot),
        "figures": renditions.figures_of(snapshot["rows"]),
        "open_months": snapshot["open_months"],
        "changes": selectors.changes_between(latest.snapshot, snapshot) if latest else [],
        "asking": [r for r in selectors.asking_rows(plan, row.kind) if r.asks],
        "filings": latest_filings(versions),
        "recommendations": [] if row._state.adding else _recommendations(row),
    }
    return context


def latest_filings(versions: list[Any]) -> list[Any]:
    """Where the signed version went."""
    signed = next((version for version in versions if version.is_signed), None)
    if signed is None:
        return []
    rows = signed.filings.select_related("obligation__indicator")
    return list(rows.order_by("obligation__indicator__order"))


def _now(row: Report, plan: Plan, latest: Any) -> dict[str, Any]:
    """What the report would say if a version were made at this moment."""
    keeps = latest is not None
    return selectors.snapshot_of(
        row,
        plan,
        at=timezone.now(),
        day=today(),
        number=latest.letter_number if keeps else "",
        date=latest.letter_date if keeps else None,
    )


def _recommendations(row: Report) -> list[Any]:
    return list(row.follow_ups.for_listing())


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request, code: str, year: int, kind: str, period: int) -> HttpResponse:
    """The text of a report. A refused save shows what the other person wrote, beside what was typed."""
    row = found(request, Perm.EDIT, code, year, kind, period)
    plan = plan_or_404(request, row)
    snapshot = selectors.snapshot_of(row, plan, at=timezone.now(), day=today())
    texts = renditions.suggested_texts(snapshot)
    kept = {name: getattr(row, name) or text for name, text in texts.items()}
    letter = {name: snapshot["letter"][name] for name in selectors.CARRIED}
    blank = Report(office=row.office, kind=row.kind, year=row.year, period=row.period)
    proposed = {**texts, **selectors.filled(blank)}
    initial = {"edition": row.edition, **kept, **letter}
    form = ReportForm(request.POST or None, initial=initial, proposed=proposed)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            services.write_report(
                report=row,
                actor=request.user,
                edition=form.cleaned_data["edition"],
                **form.written(),
            )
            messages.success(request, _("Saved. The preview below says it now."))
            return redirect(address("report", row))
    context = {"report": row, "place": place_of(row), "kept": kept, "texts": texts}
    return answer(request, "reporting/write.html", context, form=form)


@require_POST
def make(request: Request, code: str, year: int, kind: str, period: int) -> HttpResponse:
    """Make the next version, PDF and Word, of this very moment."""
    row = found(request, Perm.EDIT, code, year, kind, period)
    plan = plan_or_404(request, row)
    made = services.make_version(report=row, plan=plan, actor=request.user)
    messages.success(
        request, _("Version %(number)s is made, as PDF and Word.") % {"number": made.number}
    )
    return redirect(address("report", row))


@require_http_methods(["GET", "HEAD", "POST"])
def rows(request: Request, code: str, year: int, kind: str, period: int) -> HttpResponse:
    """Which rows of the plan ask for this report as their evidence."""
    row = found(request, Perm.EDIT, code, year, kind, period)
    plan = plan_or_404(request, row)
    asking = selectors.asking_rows(plan, row.kind)
    form = RowsForm(request.POST or None, asking=asking)
    if request.method == "POST" and form.is_valid():
        keys = {uuid.UUID(key) for key in form.cleaned_data["rows"]}
        services.choose_rows(plan=plan, kind=Kind(row.kind), actor=request.user, keys=keys)
        messages.success(request, _("Saved."))
        return redirect(address("report", row))
    context = {
        "report": row,
        "place": place_of(row),
        "asking": [each for each in asking if each.asks],
        "others": [each for each in asking if not each.asks],
    }
    return answer(request, "reporting/rows.html", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def letterhead(request: Request) -> HttpResponse:
    """What stands above the letters of the office."""
    office = office_of(request, Perm.VIEW)
    require_perm(request.user, Perm.EDIT, office)
    head = selectors.letterhead_of(office)
    kept = {name: getattr(head, name) for name in LetterheadForm.base_fields}
    form = LetterheadForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        services.set_letterhead(office=office, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. Versions made from now on bear it."))
        return redirect("reporting:index")
    return answer(request, "reporting/letterhead.html", {"office": office}, form=form)
