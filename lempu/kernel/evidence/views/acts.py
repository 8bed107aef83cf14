"""Acts on an obligation: each answers with its page."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lempu.kernel.evidence import selectors, services
from lempu.kernel.evidence.enums import Perm
from lempu.kernel.evidence.forms import AddFilesForm
from lempu.kernel.evidence.views import page as pages
from lempu.kernel.files import services as files
from lempu.kernel.files.models import Upload
from lempu.kernel.obligations import services as obligations
from lempu.kernel.obligations.enums import DONE, State
from lempu.kernel.obligations.models import Obligation
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, errors_to, require_perm


def provable(request: Request, pk: int) -> Obligation:
    """The obligation, if the person may prove it: 404 for a foreign one, 403 for somebody else's."""
    obligation = pages.find(request, pk)
    require_perm(request.user, Perm.OFFER, obligation)
    return obligation


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one chosen file."""

    name: str
    kind: str = ""
    error: str = ""


@require_POST
def add_files(request: Request, pk: int) -> HttpResponse:
    """Keep each chosen file by itself: a bad one never takes the good ones with it.

    Answers JSON to a script that asks for it, one request per file.
    """
    obligation = provable(request, pk)
    form = pages.add_files_form(obligation, request.POST, request.FILES)
    outcomes = _keep(form, obligation, request) if form.is_valid() else []
    warning = voided(obligation)
    if request.headers.get("Accept") == "application/json":
        return _json(form, outcomes, warning)
    kept = [outcome for outcome in outcomes if not outcome.error]
    if kept:
        text = ngettext("%(count)s file added.", "%(count)s files added.", len(kept))
        say(request, text % {"count": len(kept)}, warning)
    for outcome in outcomes:
        if outcome.error:
            form.add_error("documents", f"{outcome.name}: {outcome.error}")
    return _back(obligation) if form.is_valid() else pages.show(request, obligation, form)


def _keep(form: AddFilesForm, obligation: Obligation, request: Request) -> list[Outcome]:
    outcomes = [_keep_file(file, form, obligation, request) for file in form.cleaned_data["chosen"]]
    if form.cleaned_data["upload"]:
        rows = Upload.objects.visible_to(request.user)
        row = get_object_or_404(rows, pk=form.cleaned_data["upload"])
        outcomes.append(_keep_upload(row, form, obligation))
    return outcomes


def _keep_file(
    chosen: Any, form: AddFilesForm, obligation: Obligation, request: Request
) -> Outcome:
    try:
        with files.take_in(content=chosen, name=chosen.name) as taken:
            given = _given(taken, form, obligation)
            services.add_evidence(obligation=obligation, actor=request.user, **given)
        return Outcome(chosen.name, kind=given["details"].kind)
    except DomainError as refusal:
        return Outcome(chosen.name, error=str(refusal))


def _keep_upload(row: Upload, form: AddFilesForm, obligation: Obligation) -> Outcome:
    """What came in pieces; who asks again, since the answer was lost, hears the same."""
    try:
        with files.collected(row) as whole, files.take_in(content=whole, name=row.name) as taken:
            given = _given(taken, form, obligation)
            services.add_uploaded(obligation=obligation, actor=row.owner, upload=row, **given)
        return Outcome(row.name, kind=given["details"].kind)
    except DomainError as refusal:
        row.refresh_from_db()
        place, _blank, kind = row.outcome.partition(" ")
        if place == services.used_for(obligation):
            return Outcome(row.name, kind=kind)
        return Outcome(row.name, error=str(refusal))


def _given(taken: files.Taken, form: AddFilesForm, obligation: Obligation) -> dict[str, Any]:
    guess = selectors.guess_kind(obligation, taken.name, taken)
    return {
        "content": services.Content(taken=taken, name=taken.name),
        "details": form.details_for(form.cleaned_data["kind"] or guess),
    }


def _json(form: AddFilesForm, outcomes: list[Outcome], warning: str) -> JsonResponse:
    errors = [str(error) for found in form.errors.values() for error in found]
    errors += [outcome.error for outcome in outcomes if outcome.error]
    if errors:
        return JsonResponse({"error": " ".join(errors)}, status=422)
    return JsonResponse(
        {"kinds": [str(selectors.kind_label(o.kind)) for o in outcomes], "warning": warning}
    )


@require_POST
def add_link(request: Request, pk: int) -> HttpResponse:
    obligation = provable(request, pk)
    form = pages.link_form(obligation, request.POST)
    if form.is_valid():
        with errors_to(form):
            services.add_evidence(
                obligation=obligation,
                actor=request.user,
                content=services.Content(
                    url=form.cleaned_data["url"], name=form.cleaned_data["name"]
                ),
                details=form.details_for(form.cleaned_data["kind"]),
            )
    return _answer(request, obligation, form, _("Link added."), changes_content=True)


@require_POST
def state_nil(request: Request, pk: int) -> HttpResponse:
    obligation = provable(request, pk)
    form = pages.nil_form(request.POST)
    if form.is_valid():
        with errors_to(form):
            services.state_nil(obligation=obligation, actor=request.user, **form.cleaned_data)
    return _answer(request, obligation, form, _("Stated. It goes to the reviewer like any proof."))


@require_POST
def state_undone(request: Request, pk: int) -> HttpResponse:
    obligation = provable(request, pk)
    form = pages.undone_form(request.POST)
    if form.is_valid():
        with errors_to(form):
            obligations.state_undone(obligation=obligation, actor=request.user, **form.cleaned_data)
    text = _("Recorded as not carried out. Proof that comes later can still be sent.")
    return _answer(request, obligation, form, text)


@require_POST
def reuse(request: Request, pk: int) -> HttpResponse:
    obligation = provable(request, pk)
    form = pages.reuse_form(obligation, request.POST)
    if form.is_valid():
        with errors_to(form):
            services.reuse_evidence(obligation=obligation, actor=request.user, **form.cleaned_data)
    text = _("The proof of that month is offered here too.")
    return _answer(request, obligation, form, text, changes_content=True)


@require_POST
def add_record(request: Request, pk: int) -> HttpResponse:
    """Offer the paper of a desk record."""
    obligation = provable(request, pk)
    form = pages.record_form(obligation, request.user, request.POST)
    if form.is_valid():
        offer = form.chosen()
        with errors_to(form):
            services.offer_record(
                obligation=obligation, actor=request.user, record=offer.record, paper=offer.paper
            )
    text = _("The paper of the desk is offered here.")
    return _answer(request, obligation, form, text, changes_content=True)


@require_POST
def submit(request: Request, pk: int) -> HttpResponse:
    obligation = provable(request, pk)
    form = pages.submit_form(request.POST)
    if form.is_valid():
        with errors_to(form):
            services.submit(obligation=obligation, actor=request.user, **form.cleaned_data)
    text = _("Sent to the reviewer. The decision appears here and on your first page.")
    return _answer(request, obligation, form, text)


@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    obligation = provable(request, pk)
    form = forms.Form(request.POST)
    with errors_to(form):
        services.withdraw_submission(obligation=obligation, actor=request.user)
    return _answer(
        request, obligation, form, _("Taken back. Change what you need and submit again.")
    )


def _answer(
    request: Request,
    obligation: Obligation,
    form: forms.Form,
    done: str,
    *,
    changes_content: bool = False,
) -> HttpResponse:
    if form.errors:
        return pages.show(request, obligation, form)
    say(request, done, voided(obligation) if changes_content else "")
    return _back(obligation)


def _back(obligation: Obligation) -> HttpResponse:
    return redirect("evidence:page", obligation.pk)


def voided(before: Obligation) -> str:
    """What to say when an act on the content took a decision or submission with it; else nothing.

    ``before`` is the row as it was read before the act.
    """
    if before.state not in (*DONE, State.SUBMITTED):
        return ""
    was = before.state
    before.refresh_from_db(fields=["state"])
    if before.state in (*DONE, State.SUBMITTED):
        return ""
    if was == State.SUBMITTED:
        return _(
            "The content changed after it was submitted. The submission is void; submit it again."
        )
    return _(
        "The content changed after it was accepted. The decision is void; submit it to be reviewed again."
    )


def say(request: Request, done: str, warning: str = "") -> None:
    messages.success(request, done)
    if warning:
        messages.warning(request, warning)
