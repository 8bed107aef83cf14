"""Recommendations: written into an evaluation, followed up, checked."""

from typing import Any, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lempu.kernel.files.services import store
from lempu.kernel.plans.views.imports import office_of
from lempu.kernel.reporting import selectors, services
from lempu.kernel.reporting.enums import FollowUpState, Kind, Perm
from lempu.kernel.reporting.forms import DoneForm, ReasonForm, RecommendationForm
from lempu.kernel.reporting.models import FollowUp
from lempu.kernel.reporting.services.follow_ups import is_own
from lempu.kernel.reporting.views.periods import address, found, place_of
from lempu.shared.http import Request, answer, errors_to, may, page_of, require_perm
from lempu.shared.periods import today


@require_safe
def follow_ups(request: Request) -> HttpResponse:
    """What is to be followed up, late ones first; with ``?selesai`` what is finished."""
    office = office_of(request, Perm.VIEW)
    finished = "selesai" in request.GET
    if finished:
        rows = FollowUp.objects.visible_to(request.user).filter(
            office=office, state=FollowUpState.VERIFIED
        )
        rows = rows.select_related("owner", "report", "office").order_by("-verified_at")
    else:
        rows = selectors.follow_ups_of(office, today())
    context = {"page": page_of(request, rows), "finished": finished, "day": today()}
    return render(request, "reporting/follow_ups.html", context)


@require_safe
def follow_up(request: Request, pk: int) -> HttpResponse:
    row = _find(request, pk, Perm.VIEW)
    return render(request, "reporting/follow_up.html", _page(request, row))


@require_safe
def follow_up_file(request: Request, pk: int) -> HttpResponse:
    """The file that shows what was done."""
    row = _find(request, pk, Perm.VIEW)
    if row.file is None:
        raise Http404
    response = FileResponse(
        row.file.open(),
        as_attachment=True,
        filename=row.file_name,
        content_type=row.file.media_type,
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return cast("HttpResponse", response)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: Request, code: str, year: int, kind: str, period: int) -> HttpResponse:
    """Recommend something; it binds once the evaluation is signed off."""
    row = found(request, Perm.EDIT, code, year, kind, period)
    if row.kind != Kind.QUARTERLY:
        raise Http404
    form = RecommendationForm(request.POST or None, office=row.office)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            services.propose_follow_up(report=row, actor=request.user, what=form.recommendation())
            messages.success(request, _("Written. It binds once the report is signed off."))
            return redirect(address("report", row))
    context = {"report": row, "place": place_of(row)}
    return answer(request, "reporting/recommend.html", context, form=form)


@require_POST
def finish(request: Request, pk: int) -> HttpResponse:
    """The owner says what was done."""
    row = _find(request, pk, Perm.FOLLOW)
    form = DoneForm(request.POST, request.FILES)
    if form.is_valid():
        with errors_to(form):
            services.finish_follow_up(follow_up=row, actor=request.user, done=_done(form))
            messages.success(request, _("Noted. Somebody else checks it now."))
            return redirect("reporting:follow_up", row.pk)
    return answer(
        request, "reporting/follow_up.html", _page(request, row) | {"done_form": form}, form=form
    )


def _done(form: DoneForm) -> services.Done:
    given = form.cleaned_data
    upload = given["file"]
    file = store(content=upload, name=upload.name) if upload else None
    return services.Done(given["note"], given["url"], file, upload.name if upload else "")


@require_POST
def verify(request: Request, pk: int) -> HttpResponse:
    """Confirm that it was done; refusals come as a page of their own."""
    row = _find(request, pk, Perm.VERIFY)
    services.verify_follow_up(follow_up=row, actor=request.user)
    messages.success(request, _("Finished and checked."))
    return redirect("reporting:follow_up", row.pk)


@require_POST
def send_back(request: Request, pk: int) -> HttpResponse:
    row = _find(request, pk, Perm.VERIFY)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with errors_to(form):
            services.send_back_follow_up(follow_up=row, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Sent back to %(name)s.") % {"name": row.owner.name})
            return redirect("reporting:follow_up", row.pk)
    return answer(
        request, "reporting/follow_up.html", _page(request, row) | {"back_form": form}, form=form
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Another owner or day; while it is proposed also other words."""
    row = _find(request, pk, Perm.EDIT)
    kept = RecommendationForm.kept(row)
    form = RecommendationForm(request.POST or None, initial=kept, office=row.office)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            services.change_follow_up(follow_up=row, actor=request.user, what=form.recommendation())
            messages.success(request, _("Saved."))
            return redirect("reporting:follow_up", row.pk)
    context = {"report": row.report, "place": place_of(row.report), "follow_up": row}
    return answer(request, "reporting/recommend.html", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, pk: int) -> HttpResponse:
    row = _find(request, pk, Perm.EDIT)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            services.withdraw_follow_up(follow_up=row, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Withdrawn. It stays in the history."))
            return redirect(address("report", row.report))
    return answer(request, "reporting/withdraw.html", {"follow_up": row}, form=form)


def _page(request: Request, row: FollowUp) -> dict[str, Any]:
    """The page of one follow-up with the acts the person may do."""
    own = is_own(row, request.user)
    is_open, is_done = row.state == FollowUpState.OPEN, row.state == FollowUpState.DONE
    may_verify = may(request.user, Perm.VERIFY, row)
    kept = {"note": row.note, "url": row.url}
    return {
        "follow_up": row,
        "place": place_of(row.report),
        "is_late": row.is_late_on(today()),
        "is_own": own,
        "may_edit": may(request.user, Perm.EDIT, row) and row.state in ("proposed", "open"),
        "may_verify": is_done and may_verify and not own,
        "done_form": DoneForm(initial=kept)
        if is_open and may(request.user, Perm.FOLLOW, row)
        else None,
        "back_form": ReasonForm() if is_done and may_verify and not own else None,
    }


def _find(request: Request, pk: int, permission: str) -> FollowUp:
    rows = FollowUp.objects.visible_to(request.user).select_related(
        "office", "report__office", "owner", "done_by", "verified_by", "file"
    )
    row = get_object_or_404(rows, pk=pk)
    require_perm(request.user, permission, row)
    return row
