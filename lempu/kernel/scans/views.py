"""Cover sheets to print, and the tray of scans that could not be filed by themselves."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lempu.kernel.evidence.enums import Perm
from lempu.kernel.evidence.selectors import provable_by
from lempu.kernel.files import services as files
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.scans import services
from lempu.kernel.scans.forms import AsideForm, KindForm, PlaceForm
from lempu.kernel.scans.models import Scan
from lempu.shared.http import Request, answer, errors_to, page_of, require_perm

SEALED = "default-src 'none'; sandbox"


@require_safe
def tray(request: Request) -> HttpResponse:
    """What waits to be filed by hand, then what was settled lately."""
    require_perm(request.user, Perm.OFFER, request.office)
    rows = Scan.objects.visible_to(request.user).filter(office=request.office).for_listing()
    context = {
        "waiting": list(rows.waiting()),
        "page": page_of(request, rows.exclude(state="waiting")),
        "folder": request.office.code,
    }
    return answer(request, "scans/tray.html", context)


@require_safe
def scan(request: Request, pk: int) -> HttpResponse:
    return _show(request, _find(request, pk))


@require_safe
def preview(request: Request, pk: int) -> HttpResponse:
    """The first page as a picture; 404 where there is none."""
    row = _find(request, pk)
    if row.file is None:
        raise Http404
    try:
        content = files.picture(row.file, page=1)
    except files.NoPreview as refusal:
        raise Http404(refusal.code) from refusal
    headers = {"Content-Security-Policy": SEALED, "Cache-Control": "private, max-age=3600"}
    return HttpResponse(content, content_type="image/webp", headers=headers)


@require_POST
def place(request: Request, pk: int) -> HttpResponse:
    """File it by hand."""
    row = _find(request, pk)
    form = PlaceForm(request.POST, rows=_rows(request, row))
    if form.is_valid():
        with errors_to(form):
            obligation = form.cleaned_data["obligation"]
            services.file_by_hand(
                scan=row, obligation=obligation, kind=form.cleaned_data["kind"], actor=request.user
            )
            messages.success(request, _("Filed. Check the details and submit."))
            return redirect("evidence:page", obligation.pk)
    return _show(request, row, place_form=form)


@require_POST
def aside(request: Request, pk: int) -> HttpResponse:
    row = _find(request, pk)
    form = AsideForm(request.POST)
    if form.is_valid():
        with errors_to(form):
            services.set_aside(scan=row, reason=form.cleaned_data["reason"], actor=request.user)
            messages.success(request, _("Set aside. The file is kept."))
            return redirect("scans:tray")
    return _show(request, row, aside_form=form)


@require_POST
def print_sheet(request: Request, pk: int) -> HttpResponse:
    """A new cover sheet as PDF."""
    rows = Obligation.objects.visible_to(request.user).for_listing()
    obligation = get_object_or_404(rows.prefetch_related("indicator__owners"), pk=pk)
    require_perm(request.user, Perm.OFFER, obligation)
    form = KindForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    sheet = services.make_sheet(
        obligation=obligation, kind=form.cleaned_data["kind"], actor=request.user
    )
    name = f"lembar-sampul-{obligation.indicator.code}-{obligation.month:02}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(services.sheet_pdf(sheet), content_type="application/pdf", headers=headers)


def _find(request: Request, pk: int) -> Scan:
    row = get_object_or_404(Scan.objects.visible_to(request.user).for_listing(), pk=pk)
    require_perm(request.user, Perm.OFFER, row)
    return row


def _rows(request: Request, row: Scan) -> object:
    rows = provable_by(request.user, row.office).for_listing()
    return rows.order_by("-year", "-month", "indicator__order")


def _show(
    request: Request,
    row: Scan,
    *,
    place_form: PlaceForm | None = None,
    aside_form: AsideForm | None = None,
) -> HttpResponse:
    waits = row.state == "waiting"
    kind = row.sheet.kind if row.sheet else "other"
    start = {"kind": kind, "obligation": row.sheet.obligation_id if row.sheet else None}
    refused: forms.Form | None = place_form or aside_form
    context = {
        "scan": row,
        "waits": waits,
        "shows": row.file is not None and (row.file.is_pdf or row.file.is_picture),
        "place_form": place_form or PlaceForm(rows=_rows(request, row), initial=start),
        "aside_form": aside_form or AsideForm(),
    }
    return answer(request, "scans/scan.html", context, form=refused)
