"""The annex and the empty form, to be downloaded."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from lempu.kernel.plans import exports
from lempu.kernel.plans.enums import Perm
from lempu.kernel.plans.models import Plan
from lempu.kernel.plans.views.imports import office_of
from lempu.shared.http import Request, require_perm


@require_safe
def plan_annex(request: Request, pk: int, ending: str) -> HttpResponse:
    """The plan in the decree's own layout; 404 for an ending that is not offered."""
    if ending not in exports.ENDINGS:
        raise Http404
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("office"), pk=pk)
    require_perm(request.user, Perm.VIEW, plan)
    return attachment(exports.annex(plan, ending))


@require_safe
def plan_form(request: Request) -> HttpResponse:
    """The empty Excel form, with the name of the person's office in it."""
    return attachment(exports.form(office_of(request, Perm.VIEW)))


def attachment(export: exports.Export) -> HttpResponse:
    """A file to be saved under its name; never to be shown as a page of ours."""
    response = HttpResponse(export.content, content_type=export.content_type)
    response["Content-Disposition"] = content_disposition_header(True, export.name) or ""
    return response
