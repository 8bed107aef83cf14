"""The sheet of a year: begun, looked at as a whole, signed by the leader."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lempu.kernel.assessment import selectors, services
from lempu.kernel.assessment.enums import WITH_OFFICE, Column, Perm
from lempu.kernel.assessment.forms import SignForm, StartForm
from lempu.kernel.assessment.models import Assessment
from lempu.kernel.assessment.selectors import pages
from lempu.kernel.assessment.views.finding import found
from lempu.kernel.ledger import canonical
from lempu.kernel.ledger.services import seal_office
from lempu.kernel.plans.views.imports import office_of
from lempu.shared.http import Request, answer, errors_to, may


@require_safe
def index(request: Request) -> HttpResponse:
    """The sheets of the office, latest first; the running one opens by itself."""
    office = office_of(request, Perm.VIEW)
    rows = Assessment.objects.visible_to(request.user).filter(office=office).order_by("-year")
    context = {
        "office": office,
        "rows": list(rows),
        "may_begin": may(request.user, Perm.MANAGE, office),
    }
    return answer(request, "assessment/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Request) -> HttpResponse:
    """Begin the sheet of a year."""
    office = office_of(request, Perm.MANAGE)
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            row = services.start_assessment(office=office, actor=request.user, **form.cleaned_data)
            return redirect("assessment:page", row.pk)
    return answer(request, "assessment/start.html", {"office": office}, form=form)


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """The whole sheet: how far it is, what it scores, where it stands."""
    row = found(request, Perm.VIEW, pk)
    return answer(request, "assessment/page.html", page_of_sheet(row))


def page_of_sheet(row: Assessment) -> dict[str, Any]:
    round_ = selectors.current_round(row)
    answers = selectors.given_in(round_, Column.UNIT)
    scores = selectors.scores_of(row, answers)
    return {
        "assessment": row,
        "round": round_,
        "judged": row.rounds.exclude(verdicts_hash="").exists(),
        "rounds": list(row.rounds.select_related("signed_by", "closed_by").order_by("-number")),
        "passages": list(row.passages.select_related("recorded_by")),
        "parts": selectors.outline(row.instrument, pages.answered(answers)),
        "scores": scores,
        "heading": pages.heading(scores.claimed),
        "figures": pages.figures(scores),
        "areas": pages.area_bars(scores),
        "with_office": row.stage in WITH_OFFICE,
        "answered": len(pages.answered(answers)),
        "all": len(selectors.items_of(row.instrument)),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: Request, pk: int) -> HttpResponse:
    """The statement of responsibility (SPTJM): what is submitted, then the signature."""
    row = found(request, Perm.SIGN, pk)
    context = page_of_sheet(row)
    round_ = context["round"]
    content = selectors.content_of(round_)
    form = SignForm(request.POST or None, initial={"content_hash": canonical.digest_of(content)})
    statement = pages.statement(row, request.user)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            services.sign_round(
                assessment=row,
                actor=request.user,
                content_hash=form.cleaned_data["content_hash"],
                statement=statement,
            )
            seal_office(office=row.office)
            messages.success(request, _("Signed, frozen and sealed. Assessors see it now."))
            return redirect("assessment:page", row.pk)
    context |= {
        "statement": statement,
        "fingerprint": canonical.digest_of(content),
        "proof_count": sum(len(lines) for lines in content["proofs"].values()),
        "without_proof": pages.without_proof(content),
    }
    return answer(request, "assessment/sign.html", context, form=form)
