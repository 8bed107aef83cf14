"""One question of the office's sheet: its answer, its evidence, what assessors said of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lempu.kernel.assessment import selectors, services
from lempu.kernel.assessment.enums import WITH_OFFICE, Column, Perm
from lempu.kernel.assessment.forms import AnswerForm
from lempu.kernel.assessment.models import Assessment
from lempu.kernel.assessment.selectors import Given, pages
from lempu.kernel.assessment.selectors.facts import facts_of
from lempu.kernel.assessment.selectors.hints import hint_of
from lempu.kernel.assessment.selectors.linking import evidence_to_link
from lempu.kernel.assessment.selectors.outline import Line
from lempu.kernel.assessment.views.finding import found, line_or_404
from lempu.kernel.evidence.models import Evidence
from lempu.kernel.plans.suggestions import kind_label
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, answer, errors_to, may, whole_number


@require_safe
def question(request: Request, pk: int, item: str) -> HttpResponse:
    """Read one question, with the answer, its evidence and what assessors said of it."""
    row = found(request, Perm.VIEW, pk)
    line, given, answers = _read(row, item)
    form = AnswerForm(line=line, instrument=row.instrument, given=given)
    return answer(
        request, "assessment/question.html", _page(request, row, line, answers), form=form
    )


@require_POST
def reply(request: Request, pk: int, item: str) -> HttpResponse:
    """Answer one question. A refused save shows the other person's answer above what was typed."""
    row = found(request, Perm.ANSWER, pk)
    line, given, answers = _read(row, item)
    form = AnswerForm(request.POST, line=line, instrument=row.instrument, given=given)
    if form.is_valid():
        with errors_to(form):
            services.save_answer(
                assessment=row,
                column=Column.UNIT,
                item=item,
                actor=request.user,
                said=form.saying(),
            )
            messages.success(request, _("Saved."))
            return redirect(_after(request, row, item))
    return answer(
        request, "assessment/question.html", _page(request, row, line, answers), form=form
    )


def _read(row: Assessment, item: str) -> tuple[Line, Given, dict[str, Given]]:
    line = line_or_404(row, item)
    answers = selectors.given_in(selectors.current_round(row), Column.UNIT)
    return line, answers.get(item, Given(item)), answers


def _page(
    request: Request, row: Assessment, line: Line, answers: dict[str, Given]
) -> dict[str, Any]:
    before, after = selectors.neighbours(row.instrument, line.item)
    pieces = selectors.proofs_of(row, line.item)[line.item]
    with_office = row.stage in WITH_OFFICE
    given = answers.get(line.item, Given(line.item))
    return {
        "assessment": row,
        "line": line,
        "given": given,
        "worth": pages.worth_of(row.instrument, line),
        "before": before,
        "after": after,
        "parts": selectors.outline(row.instrument, pages.answered(answers)),
        "answered": len(pages.answered(answers)),
        "all": len(selectors.items_of(row.instrument)),
        "pieces": pieces,
        "hint": hint_of(row, line, given, facts_of(row)),
        "evidence_words": [kind_label(key) for key in line.evidence],
        "offered": evidence_to_link(row, line.item) if with_office else [],
        "verdicts": pages.verdicts_on(row, line.item),
        "may_answer": with_office and may(request.user, Perm.ANSWER, row),
    }


def _after(request: Request, row: Assessment, item: str) -> str:
    """The same question, or the next one where that button was pressed."""
    _before, after = selectors.neighbours(row.instrument, item)
    return pages.address(row, after if "next" in request.POST and after else item)


@require_POST
def proofs(request: Request, pk: int, item: str) -> HttpResponse:
    """Link evidence to a question, or take one piece away (``lepas``)."""
    row = found(request, Perm.ANSWER, pk)
    line_or_404(row, item)
    try:
        if gone := whole_number(request.POST.get("lepas", "")):
            services.unlink_proof(assessment=row, item=item, evidence=gone, actor=request.user)
        else:
            keys = [n for text in request.POST.getlist("bukti") if (n := whole_number(text))]
            pieces = Evidence.objects.visible_to(request.user).filter(pk__in=keys)
            services.link_proof(
                assessment=row, item=item, evidence=list(pieces), actor=request.user
            )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{pages.address(row, item)}#bukti")
