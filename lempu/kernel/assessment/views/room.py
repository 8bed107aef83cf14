"""The assessor's room: only what was submitted to the round, question by question."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lempu.kernel.assessment import selectors, services
from lempu.kernel.assessment.enums import ASSESSORS, Column, Perm, RoundState, Stage
from lempu.kernel.assessment.forms import AnswerForm, VerdictForm
from lempu.kernel.assessment.models import Assessment, Round
from lempu.kernel.assessment.rules import may_judge_in
from lempu.kernel.assessment.selectors import Given, pages
from lempu.kernel.assessment.selectors.answers import frozen
from lempu.kernel.assessment.selectors.outline import next_open
from lempu.kernel.assessment.views.finding import found, line_or_404
from lempu.kernel.evidence import selectors as evidence
from lempu.kernel.plans.views.imports import office_of
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, answer, errors_to, page_of


@require_safe
def desk(request: Request) -> HttpResponse:
    """Sheets that were submitted, those that wait first."""
    office_of(request, Perm.JUDGE)
    rows = Assessment.objects.visible_to(request.user).filter(
        rounds__state__in=[s for s in RoundState if s != RoundState.OPEN]
    )
    listed = rows.distinct().select_related("office").order_by("-year", "office__path")
    context = {"page": page_of(request, listed), "waiting": ASSESSORS}
    return answer(request, "assessment/desk.html", context)


def submitted_round(row: Assessment) -> Round:
    """The latest round that was submitted; 404 while none was."""
    rounds = row.rounds.exclude(state=RoundState.OPEN).select_related("signed_by", "closed_by")
    latest = rounds.order_by("-number").first()
    if latest is None:
        raise Http404
    return latest


def _column_of(row: Assessment) -> Column:
    """The column that is written now, or the TPI's to be read."""
    return ASSESSORS.get(Stage(row.stage), Column.TPI)


def _may_write(request: Request, row: Assessment, round_: Round) -> bool:
    is_current = round_.number == selectors.current_round(row).number
    return is_current and may_judge_in(request.user, row.office_id, row.column)


@require_safe
def room(request: Request, pk: int) -> HttpResponse:
    """One submitted round as a whole: the office's answers, the assessor's, what differs."""
    row = found(request, Perm.JUDGE, pk)
    round_ = submitted_round(row)
    context = _round(request, row, round_)
    context["lines"] = pages.compared(row, round_, context["column"])
    return answer(request, "assessment/room.html", context)


def _round(request: Request, row: Assessment, round_: Round) -> dict[str, Any]:
    column = _column_of(row)
    judged = selectors.given_in(round_, column)
    return {
        "assessment": row,
        "round": round_,
        "column": column,
        "judged": judged,
        "parts": selectors.outline(row.instrument, pages.answered(judged)),
        "answered": len(pages.answered(judged)),
        "all": len(selectors.items_of(row.instrument)),
        "totals": pages.totals(row, round_, column),
        "next_open": next_open(row.instrument, "", pages.answered(judged)),
        "may_write": _may_write(request, row, round_),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: Request, pk: int, item: str) -> HttpResponse:
    """One question with its proof beside it. The button *agree* takes the office's answer."""
    row = found(request, Perm.JUDGE, pk)
    line, round_ = line_or_404(row, item), submitted_round(row)
    context = _round(request, row, round_)
    theirs = frozen(round_.content["answers"]).get(item, Given(item))
    mine = context["judged"].get(item, Given(item))
    form = AnswerForm(request.POST or None, line=line, instrument=row.instrument, given=mine)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            _save(request, row, item, form, theirs)
            return redirect(_after(request, row, item))
    pieces = selectors.submitted_proofs(round_, item)
    chosen = pages.chosen(pieces, request.GET.get("berkas", ""))
    before, after = selectors.neighbours(row.instrument, item)
    context |= {
        "line": line,
        "theirs": theirs,
        "mine": mine,
        "worth": pages.worth_of(row.instrument, line),
        "pieces": pieces,
        "chosen": chosen,
        "sight": evidence.sight_of(chosen.version, _sheet(request)) if chosen else None,
        "before": before,
        "after": after,
        "earlier": pages.verdicts_on(row, item, until=round_.number),
    }
    return answer(request, "assessment/judge.html", context, form=form)


def _save(request: Request, row: Assessment, item: str, form: AnswerForm, theirs: Given) -> None:
    if not may_judge_in(request.user, row.office_id, row.column):
        raise DomainError(_("This column belongs to other assessors now."), code="not_your_column")
    said = form.saying()
    if "agree" in request.POST:
        said = services.Saying(theirs.value, said.note, theirs.counts, said.edition)
    services.save_answer(
        assessment=row, column=Column(str(row.column)), item=item, actor=request.user, said=said
    )
    messages.success(request, _("%(item)s saved.") % {"item": item})


def _after(request: Request, row: Assessment, item: str) -> str:
    """After saving the next question comes, since an assessor goes on."""
    _before, after = selectors.neighbours(row.instrument, item)
    stay = "stay" in request.POST or not after
    return pages.room_address(row, item if stay else after)


def _sheet(request: Request) -> int:
    text = request.GET.get("lembar", "1")
    return int(text) if text.isdecimal() and len(text) < 6 else 1


@require_http_methods(["GET", "HEAD", "POST"])
def verdict(request: Request, pk: int) -> HttpResponse:
    """End the round: return it, pass it on, propose the office or not."""
    row = found(request, Perm.JUDGE, pk)
    round_ = submitted_round(row)
    form = VerdictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            _end(request, row, form.cleaned_data["note"])
            messages.success(request, _("Recorded. The office sees it now."))
            return redirect("assessment:room", row.pk)
    context = _round(request, row, round_)
    context["left"] = pages.left_to_judge(row, context["judged"])
    return answer(request, "assessment/verdict.html", context, form=form)


def _end(request: Request, row: Assessment, note: str) -> None:
    if not may_judge_in(request.user, row.office_id, row.column):
        raise DomainError(_("This column belongs to other assessors now."), code="not_your_column")
    said = request.POST.get("decision", "return")
    if said == "pass_on":
        services.pass_on(assessment=row, actor=request.user, note=note)
    elif said in ("propose", "refuse"):
        services.conclude(
            assessment=row, actor=request.user, is_proposed=said == "propose", note=note
        )
    else:
        services.return_round(assessment=row, actor=request.user, note=note)
