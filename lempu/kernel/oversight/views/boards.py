"""The offices below: the overview, the heat maps, who has not started, and all of it as a workbook."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from lempu.kernel.offices.enums import Level
from lempu.kernel.offices.models import Office
from lempu.kernel.offices.selectors import area_choices
from lempu.kernel.oversight import exports
from lempu.kernel.oversight.enums import Across, Perm, Sort, Why
from lempu.kernel.oversight.selectors import board as boards
from lempu.kernel.oversight.selectors import sentences
from lempu.kernel.oversight.selectors.tiles import tiles_of
from lempu.shared.http import Request, page_of, require_perm, whole_number
from lempu.shared.periods import months_of, today


@require_safe
def board(request: Request, code: str | None = None) -> HttpResponse:
    """How the offices below stand, one line each: provinces of the nation, offices of a province."""
    top = _top(request, code)
    if top.level == Level.REGENCY:
        return redirect(f"{reverse('home:cockpit')}?satker={top.code}")
    seen = _read(request, top)
    sort = _sort(request)
    context = _shared(seen) | {
        "page": page_of(request, boards.in_order(seen.lines, sort)),
        "sort": sort,
        "sorts": Sort.choices,
        "heading": sentences.heading(seen),
        "tiles": tiles_of(seen.lines) if seen.is_national else [],
    }
    return render(request, "oversight/board.html", context)


@require_safe
def by_month(request: Request, code: str) -> HttpResponse:
    """Heat map: the lines against the twelve months."""
    seen = _read(request, _top(request, code), Across.MONTH)
    columns = [(month.number, month.short, month.name) for month in months_of(seen.year)]
    begun = 12 if seen.year < seen.day.year else seen.day.month if seen.year == seen.day.year else 0
    return _heat(request, seen, columns, begun=begun)


@require_safe
def by_area(request: Request, code: str) -> HttpResponse:
    """Heat map: the lines against the areas of change that programmes belong to."""
    seen = _read(request, _top(request, code), Across.AREA)
    known = {key for line in seen.lines for key in line.across}
    columns = [(key, name, name) for key, name in [*area_choices(), ("", "")] if key in known]
    return _heat(request, seen, columns)


def _heat(
    request: Request, seen: boards.Board, columns: list[Any], *, begun: int | None = None
) -> HttpResponse:
    context = _shared(seen) | {
        "page": page_of(request, boards.in_order(seen.lines, Sort.NAME)),
        "columns": columns,
        "begun": begun,
    }
    return render(request, "oversight/heat.html", context)


@require_safe
def idle(request: Request, code: str) -> HttpResponse:
    """Offices without an enacted plan of the year, or with nothing submitted for this month."""
    seen = _read(request, _top(request, code))
    why = request.GET.get("sebab", "")
    rows = [one for one in seen.idle if why not in Why.values or one.why == why]
    context = _shared(seen) | {"page": page_of(request, rows), "why": why, "reasons": Why.choices}
    return render(request, "oversight/idle.html", context)


@require_safe
def workbook(request: Request, code: str) -> HttpResponse:
    """The overview in the order of the screen, the heat maps and who has not started, as Excel."""
    top = _top(request, code)
    seen, areas = _read(request, top, Across.MONTH), _read(request, top, Across.AREA)
    export = exports.workbook(seen, areas, sort=_sort(request), at=timezone.localtime())
    response = HttpResponse(export.content, content_type=export.content_type)
    response["Content-Disposition"] = content_disposition_header(True, export.name) or ""
    return response


def _top(request: Request, code: str | None) -> Office:
    """The office of the address (404 if the person may not know of it), else their current one."""
    office = request.office
    if code is not None:
        office = get_object_or_404(Office.objects.visible_to(request.user), code=code)
    require_perm(request.user, Perm.VIEW, office)
    return office


def _read(request: Request, top: Office, across: Across = Across.NOTHING) -> boards.Board:
    day = today()
    year = whole_number(request.GET.get("tahun", ""))
    year = year if year is not None and 2000 <= year <= 2100 else day.year
    return boards.read(request.user, top, year, day, across=across)


def _sort(request: Request) -> str:
    asked = request.GET.get("urut", "")
    return asked if asked in Sort.values else Sort.RANK.value


def _shared(seen: boards.Board) -> dict[str, Any]:
    years = sorted({*seen.years, seen.day.year, seen.year}, reverse=True)
    return {
        "board": seen,
        "years": years,
        "fewest": boards.FEWEST_RANKED,
    }
