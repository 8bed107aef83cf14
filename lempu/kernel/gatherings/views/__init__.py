"""Finding a gathering, and what every page of it shows."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from lempu.kernel.gatherings import selectors
from lempu.kernel.gatherings.enums import Perm
from lempu.kernel.gatherings.models import Gathering
from lempu.shared.http import Request, answer, may, require_perm
from lempu.shared.periods import today


def find(request: Request, pk: int, permission: str) -> Gathering:
    """404 for one of another office, 403 without the right."""
    rows = Gathering.objects.visible_to(request.user).for_listing()
    row = get_object_or_404(rows.select_related("invitation", "unit", "written_by"), pk=pk)
    require_perm(request.user, permission, row)
    return row


def of_gathering(request: Request, rows: Any, pk: int, permission: str) -> Any:
    """A row that belongs to a gathering."""
    row = get_object_or_404(rows.select_related("gathering__office"), pk=pk)
    require_perm(request.user, permission, row.gathering)
    return row


def show(request: Request, row: Gathering, form: Any = None) -> HttpResponse:
    """The page of a gathering; with the form that was refused, if there is one."""
    whole = selectors.whole_of(row)
    may_organise = may(request.user, Perm.ORGANISE, row)
    context = {
        "gathering": row,
        "whole": whole,
        "may_organise": may_organise,
        "has_begun": row.starts_at <= timezone.now(),
        "day": today(row.office.timezone),
        "next": _next_act(row, whole, may_organise=may_organise),
    }
    return answer(request, "gatherings/gathering.html", context, form=form)


def _next_act(row: Gathering, whole: selectors.Whole, *, may_organise: bool) -> str:
    """The one thing to do now, for whoever may."""
    if not may_organise:
        return ""
    if row.is_closed:
        return "" if whole.serves else "serve"
    if not row.is_planned:
        return ""
    if not whole.invitees or row.invited_at is None:
        return "invite"
    if not whole.there and not whole.sheets:
        return "door"
    return "close" if whole.has_minutes else "write"
