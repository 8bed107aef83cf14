"""The register of numbers, one number, the gaps, and how the office numbers."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lempu.kernel.numbering import selectors, services
from lempu.kernel.numbering.enums import Perm
from lempu.kernel.numbering.forms import (
    CodesForm,
    FilterForm,
    IssueForm,
    PaperForm,
    PatternForm,
    TakeForm,
    VoidForm,
    class_choices,
)
from lempu.kernel.numbering.models import Number
from lempu.kernel.numbering.readers import places_of
from lempu.kernel.offices.models import Office
from lempu.shared.http import (
    Request,
    answer,
    errors_to,
    may,
    page_of,
    require_perm,
    whole_number,
)
from lempu.shared.periods import today


def _office(request: Request, permission: str) -> Office:
    require_perm(request.user, permission, request.office)
    return request.office


def _year(request: Request) -> int:
    return whole_number(request.GET.get("tahun", "")) or today(request.office.timezone).year


@require_safe
def register(request: Request) -> HttpResponse:
    """Numbers of a year, latest first."""
    office = _office(request, Perm.VIEW)
    form, year = FilterForm(request.GET, office=office), min(_year(request), 9999)
    given = form.cleaned_data if form.is_valid() else {}
    unit = given.get("unit")
    rows = selectors.register_of(
        office,
        year=year,
        kind=given.get("kind", ""),
        unit=unit.pk if unit else None,
        state=given.get("state", ""),
        words=given.get("q", ""),
    )
    context = {
        "page": page_of(request, rows),
        "filters": form,
        "is_narrowed": any(given.values()),
        "year": year,
        "years": sorted({*selectors.years_of(office), year}, reverse=True),
        "may_take": may(request.user, Perm.TAKE, office),
        "may_set": may(request.user, Perm.SET, office),
    }
    return answer(request, "numbering/register.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: Request) -> HttpResponse:
    """Reserve the next number."""
    office = _office(request, Perm.TAKE)
    form = TakeForm(request.POST or None, office=office, initial={"kind": "letter"})
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            row = services.reserve(office=office, actor=request.user, wanted=form.wanted())
            messages.success(
                request, _("%(number)s is yours. Write it on the letter.") % {"number": row.text}
            )
            return redirect("numbering:number", row.pk)
    context = {"classes": class_choices()}
    return answer(request, "numbering/take.html", context, form=form)


@require_safe
def number(request: Request, pk: int) -> HttpResponse:
    return _show(request, _find(request, pk, Perm.VIEW))


@require_POST
def issue(request: Request, pk: int) -> HttpResponse:
    """The letter was issued."""
    row = _find(request, pk, Perm.TAKE)
    form = IssueForm(request.POST)
    if form.is_valid():
        with errors_to(form):
            services.issue(number=row, actor=request.user, day=form.cleaned_data["day"])
            messages.success(request, _("Issued. The number stands in the register."))
            return redirect("numbering:number", row.pk)
    return _show(request, row, issue_form=form)


@require_POST
def void(request: Request, pk: int) -> HttpResponse:
    row = _find(request, pk, Perm.TAKE)
    form = VoidForm(request.POST)
    if form.is_valid():
        with errors_to(form):
            services.void(number=row, actor=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Void. It stays in the register with the reason."))
            return redirect("numbering:number", row.pk)
    return _show(request, row, void_form=form)


@require_safe
def gaps(request: Request) -> HttpResponse:
    """What the register does not account for."""
    office, year = _office(request, Perm.VIEW), min(_year(request), 9999)
    found = selectors.gaps_of(office, year)
    context = {
        "year": year,
        "years": sorted({*selectors.years_of(office), year}, reverse=True),
        "series": found,
        "is_whole": all(each.is_whole for each in found),
    }
    return answer(request, "numbering/gaps.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ways(request: Request) -> HttpResponse:
    """How the office numbers; ``act`` names which of the three forms was sent."""
    office = _office(request, Perm.SET)
    sent = request.POST.get("act", "") if request.method == "POST" else ""
    pattern = PatternForm(
        request.POST if sent == "pattern" else None, initial={"starts_on": today(office.timezone)}
    )
    codes = CodesForm(request.POST if sent == "codes" else None, office=office)
    paper = PaperForm(request.POST if sent == "paper" else None, office=office)
    form = {"pattern": pattern, "codes": codes, "paper": paper}.get(sent)
    if form is not None and form.is_valid():
        with errors_to(form):
            _set(request, office, form)
            messages.success(request, _("Set. Numbers that were given stay as they are."))
            return redirect("numbering:ways")
    context = {
        "ways": selectors.ways_of(office, today(office.timezone)),
        "pattern": pattern,
        "codes": codes,
        "paper": paper,
    }
    return answer(request, "numbering/ways.html", context, form=form)


def _set(request: Request, office: Office, form: forms.Form) -> None:
    given: dict[str, Any] = {"office": office, "actor": request.user}
    if isinstance(form, PatternForm):
        services.set_pattern(**given, **form.cleaned_data)
    elif isinstance(form, CodesForm):
        services.code_units(**given, codes=form.codes())
    else:
        kind, unit = form.cleaned_data["kind"], form.cleaned_data["unit"]
        names_unit = "unit" in places_of(selectors.pattern_of(office, kind, today(office.timezone)))
        services.continue_after(
            **given, kind=kind, unit=unit if names_unit else None, last=form.cleaned_data["last"]
        )


def _find(request: Request, pk: int, permission: str) -> Number:
    row: Number = get_object_or_404(Number.objects.visible_to(request.user).for_listing(), pk=pk)
    require_perm(request.user, permission, row)
    return row


def _show(
    request: Request,
    row: Number,
    *,
    issue_form: IssueForm | None = None,
    void_form: VoidForm | None = None,
) -> HttpResponse:
    day = today(row.office.timezone)
    context = {
        "number": row,
        "may_take": may(request.user, Perm.TAKE, row),
        "issue_form": issue_form or IssueForm(initial={"day": day}),
        "void_form": void_form or VoidForm(),
    }
    return answer(request, "numbering/number.html", context, form=issue_form or void_form)
