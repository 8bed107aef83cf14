from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from lempu.kernel.home.selectors import grid
from lempu.kernel.obligations.enums import Perm, Shown
from lempu.kernel.plans import exports
from lempu.kernel.plans.models import Plan
from lempu.kernel.plans.renditions import Mark
from lempu.shared.http import Request, require_perm
from lempu.shared.periods import today

#: The signs of the matrix as letters that every format can hold.
GLYPHS = {
    Shown.LATE: "!",
    Shown.RETURNED: "↩",
    Shown.DUE: "◷",
    Shown.SUBMITTED: "↑",
    Shown.ACCEPTED: "✓",
    Shown.NIL: "–",
    Shown.UNDONE: "✕",
    Shown.SCHEDULED: "○",
}


@require_safe
def annex_state(request: Request, pk: int, ending: str) -> HttpResponse:
    """The matrix as it stands today, in the layout of the annex."""
    if ending not in exports.ENDINGS:
        raise Http404
    plans = Plan.objects.visible_to(request.user).select_related("office", "amends")
    plan = get_object_or_404(plans, pk=pk)
    require_perm(request.user, Perm.VIEW, plan)
    day = today()
    rows = grid.read(plan, day)
    cells = {(row.indicator.pk, cell.month): _mark(cell) for row in rows for cell in row.all_cells}
    ended = [row.indicator for row in rows if row.is_ended]
    export = exports.state_of_year(plan, cells, ending, day=day, ended=ended)
    response = HttpResponse(export.content, content_type=export.content_type)
    response["Content-Disposition"] = content_disposition_header(True, export.name) or ""
    return response


def _mark(cell: grid.Cell) -> Mark:
    shown = Shown(cell.shown)
    return Mark(GLYPHS[shown], str(shown.label), cell.late, cell.former)
