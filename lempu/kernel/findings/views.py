"""One finding with the two things side by side, the answer of a person, and the rules of the office."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lempu.kernel.evidence.enums import Perm as EvidencePerm
from lempu.kernel.findings import selectors, services
from lempu.kernel.findings.enums import Perm, Rule
from lempu.kernel.findings.forms import AnswerForm
from lempu.kernel.findings.models import Finding
from lempu.shared.http import Request, answer, errors_to, may, require_perm


@require_safe
def finding(request: Request, pk: int) -> HttpResponse:
    return _show(request, _find(request, pk))


@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    row = _find(request, pk)
    require_perm(request.user, Perm.ACCEPT, row)
    form = AnswerForm(request.POST)
    if form.is_valid():
        with errors_to(form):
            services.accept(finding=row, actor=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Accepted. Your reason stands beside the finding."))
            return redirect("findings:finding", row.pk)
    return _show(request, row, form)


@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    row = _find(request, pk)
    require_perm(request.user, Perm.ACCEPT, row)
    services.reopen(finding=row, actor=request.user)
    messages.success(request, _("The acceptance was taken back."))
    return redirect("findings:finding", row.pk)


@require_safe
def rules(request: Request) -> HttpResponse:
    """Every rule with its weight; coordinators and leaders switch them."""
    require_perm(request.user, EvidencePerm.VIEW, request.office)
    context = {
        "rows": selectors.rules_of(request.office),
        "may_set": may(request.user, Perm.SET_RULES, request.office),
    }
    return answer(request, "findings/rules.html", context)


@require_POST
def switch(request: Request, rule: str) -> HttpResponse:
    require_perm(request.user, Perm.SET_RULES, request.office)
    if rule not in Rule.values:
        raise Http404(rule)
    on = request.POST.get("on") == "1"
    if services.switch(office=request.office, rule=rule, on=on, actor=request.user):
        words = _("%(rule)s: switched on.") if on else _("%(rule)s: switched off.")
        messages.success(request, words % {"rule": Rule(rule).label})
    return redirect("findings:rules")


def _find(request: Request, pk: int) -> Finding:
    """A finding with both things; 404 for one of another office."""
    rows = Finding.objects.visible_to(request.user).select_related(
        "office",
        "accepted_by",
        "obligation__indicator__sub_activity",
        *(
            f"{side}__{way}"
            for side in ("version", "other")
            for way in ("file", "added_by", "evidence__office", "evidence__obligation__indicator")
        ),
    )
    row = get_object_or_404(rows, pk=pk)
    require_perm(request.user, EvidencePerm.VIEW, row)
    return row


def _show(request: Request, row: Finding, refused: forms.Form | None = None) -> HttpResponse:
    may_accept = may(request.user, Perm.ACCEPT, row)
    is_own = may_accept and services.is_own(row, request.user)
    stands = row.gone_at is None
    form = None
    if may_accept and not is_own and stands and row.accepted_at is None:
        form = refused or AnswerForm()
    context = {
        "finding": row,
        "shown": selectors.shown(row),
        "pair": selectors.pair_of(row, request.user),
        "obligation": row.obligation,
        "may_accept": may_accept,
        "is_own": is_own,
        "stands": stands,
        "answer_form": form,
    }
    return answer(request, "findings/finding.html", context, form=refused)
