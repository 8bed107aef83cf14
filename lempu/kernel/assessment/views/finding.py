"""Finding an assessment, and a line of its sheet, by the words of the address."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from lempu.kernel.assessment.models import Assessment
from lempu.kernel.assessment.selectors.outline import Line, line_of
from lempu.shared.http import Request, require_perm


def found(request: Request, permission: str, pk: int) -> Assessment:
    """The assessment; 404 for an office one may not know of, 403 without the permission."""
    rows = Assessment.objects.visible_to(request.user).select_related("office")
    row = get_object_or_404(rows, pk=pk)
    require_perm(request.user, permission, row)
    return row


def line_or_404(assessment: Assessment, item: str) -> Line:
    line = line_of(assessment.instrument, item)
    if line is None:
        raise Http404
    return line
