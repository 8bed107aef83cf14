"""Acts on one piece of evidence, each on a small page of its own."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lempu.kernel.evidence import services
from lempu.kernel.evidence.enums import Perm
from lempu.kernel.evidence.forms import DetailsForm, ReasonForm, ReplaceForm
from lempu.kernel.evidence.models import Evidence
from lempu.kernel.evidence.selectors import kind_label
from lempu.kernel.evidence.views.acts import say, voided
from lempu.kernel.files import services as files
from lempu.kernel.files.models import Upload
from lempu.kernel.obligations.models import Obligation
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, answer, errors_to, require_perm


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    piece = _find(request, pk)
    initial = {name: getattr(piece, name) for name in DetailsForm.base_fields}
    form = DetailsForm(request.POST or None, obligation=piece.obligation, initial=initial)
    if form.is_valid():
        with errors_to(form):
            details = form.details_for(form.cleaned_data["kind"])
            services.describe_evidence(evidence=piece, actor=request.user, details=details)
            return _done(request, piece, _("Details saved."))
    return _page(request, "evidence/edit.html", piece, form)


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: Request, pk: int) -> HttpResponse:
    """A new version; the earlier ones stay and stay visible. Answers JSON to a script that asks for it."""
    script = request.headers.get("Accept") == "application/json"
    piece = _find(request, pk)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReplaceForm(*data, piece=piece)
    if form.is_valid():
        with errors_to(form):
            _replace(form, piece, request)
            done = _done(request, piece, _("The new version stands; the earlier one is kept."))
            return (
                JsonResponse({"kinds": [str(kind_label(piece.kind))], "next": done.url})
                if script
                else done
            )
    if script and form.is_bound:
        errors = [str(error) for found in form.errors.values() for error in found]
        return JsonResponse({"error": " ".join(errors)}, status=422)
    context = {"limit_bytes": settings.UPLOAD_LIMIT_BYTES}
    return _page(request, "evidence/replace.html", piece, form, **context)


def _replace(form: ReplaceForm, piece: Evidence, request: Request) -> None:
    chosen, upload = form.cleaned_data.get("file"), form.cleaned_data.get("upload")
    if upload and not chosen:
        rows = Upload.objects.visible_to(request.user)
        _replace_by(get_object_or_404(rows, pk=upload), piece)
        return
    if not chosen:
        content = services.Content(url=form.cleaned_data["url"], name=piece.current.name)
        services.add_version(evidence=piece, actor=request.user, content=content)
        return
    with files.take_in(content=chosen, name=chosen.name) as taken:
        content = services.Content(taken=taken, name=chosen.name)
        services.add_version(evidence=piece, actor=request.user, content=content)


def _replace_by(row: Upload, piece: Evidence) -> None:
    """By what came in pieces; who asks again, since the answer was lost, hears the same."""
    try:
        with files.collected(row) as whole, files.take_in(content=whole, name=row.name) as taken:
            content = services.Content(taken=taken, name=row.name)
            services.add_uploaded_version(
                evidence=piece, actor=row.owner, content=content, upload=row
            )
    except DomainError:
        row.refresh_from_db()
        if row.outcome.partition(" ")[0] != services.used_for(piece):
            raise


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, pk: int) -> HttpResponse:
    piece = _find(request, pk)
    form = ReasonForm(
        request.POST or None,
        label=_("Why is it withdrawn?"),
        missing=_("Say why it is withdrawn."),
    )
    if form.is_valid():
        with errors_to(form):
            services.withdraw_evidence(evidence=piece, actor=request.user, **form.cleaned_data)
            return _done(request, piece, _("Withdrawn. The file and its history are kept."))
    return _page(request, "evidence/withdraw.html", piece, form)


def _find(request: Request, pk: int) -> Evidence:
    rows = Evidence.objects.visible_to(request.user).with_versions()
    place = "obligation__indicator__sub_activity__activity__programme"
    piece = get_object_or_404(
        rows.select_related(place, "obligation__office").prefetch_related(
            "obligation__indicator__owners"
        ),
        pk=pk,
    )
    require_perm(request.user, Perm.OFFER, piece.obligation)
    return piece


def _page(
    request: Request, template: str, piece: Evidence, form: forms.Form, **more: Any
) -> HttpResponse:
    context: dict[str, Any] = {"piece": piece, "obligation": piece.obligation, **more}
    return answer(request, template, context, form=form)


def _done(request: Request, piece: Evidence, text: str) -> HttpResponseRedirect:
    obligation: Obligation = piece.obligation
    say(request, text, voided(obligation))
    return HttpResponseRedirect(reverse("evidence:page", args=[obligation.pk]))
