"""The reviewer's desk: the queue, one submission beside its files, the decision and its undoing."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lempu.kernel.evidence import selectors as evidence
from lempu.kernel.evidence.enums import SubmissionState
from lempu.kernel.evidence.models import Submission
from lempu.kernel.findings import selectors as findings
from lempu.kernel.reviews import selectors, services
from lempu.kernel.reviews.enums import Perm
from lempu.kernel.reviews.forms import DecisionForm
from lempu.kernel.reviews.models import Decision
from lempu.shared.http import Request, answer, errors_to, may, page_of, require_perm

QUEUE_BESIDE = 30


@require_safe
def queue(request: Request) -> HttpResponse:
    """Everything that waits, oldest first; on phones the queue is this page."""
    require_perm(request.user, Perm.VIEW, request.office)
    page = page_of(request, selectors.queue(request.user, request.office))
    context = {
        "page": page,
        "noticed": findings.unanswered_on(row.obligation_id for row in page),
        "oldest": page[0] if page.number == 1 and page.paginator.count else None,
        "own": _own(request),
        "may_decide": may(request.user, Perm.DECIDE, request.office),
        "decided": _just_decided(request),
        "now": timezone.now(),
    }
    return answer(request, "reviews/queue.html", context)


@require_safe
def item(request: Request, pk: int) -> HttpResponse:
    submission = _find(request, pk)
    require_perm(request.user, Perm.VIEW, submission)
    return _show(request, submission)


@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    submission = _find(request, pk)
    require_perm(request.user, Perm.DECIDE, submission)
    following = _following(request, submission)
    form = DecisionForm(request.POST, checks=_checks(submission))
    if form.is_valid():
        with errors_to(form):
            decision = services.decide(
                submission=submission,
                actor=request.user,
                accept=form.is_acceptance,
                content_hash=form.cleaned_data["content_hash"],
                reason=form.cleaned_data["reason"],
                checks=form.cleaned_data["checks"],
            )
            return redirect(f"{_address(following)}?putusan={decision.pk}")
    return _show(request, _find(request, pk), form)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    rows = Decision.objects.visible_to(request.user).select_related("submission__office")
    decision = get_object_or_404(rows, pk=pk)
    require_perm(request.user, Perm.DECIDE, decision.submission)
    form = forms.Form(request.POST)
    with errors_to(form):
        services.undo(decision=decision, actor=request.user)
    if form.errors:
        return _show(request, _find(request, decision.submission_id), form)
    return redirect("reviews:item", decision.submission_id)


def _find(request: Request, pk: int) -> Submission:
    rows = Submission.objects.visible_to(request.user).for_listing()
    return get_object_or_404(rows, pk=pk)


def _show(
    request: Request, submission: Submission, refused: forms.Form | None = None
) -> HttpResponse:
    """One submission; with the refused form in the place of the empty one (422)."""
    items = selectors.items_of(submission)
    waits = submission.state == SubmissionState.WAITING
    may_decide = may(request.user, Perm.DECIDE, submission)
    waiting = list(selectors.queue(request.user, submission.office)[: QUEUE_BESIDE + 1])
    is_own = waits and may_decide and services.is_own(submission, request.user)
    form = refused if isinstance(refused, DecisionForm) else None
    if form is None and waits and may_decide and not is_own:
        checks = selectors.checks_for(submission, items)
        form = DecisionForm(initial={"content_hash": submission.content_hash}, checks=checks)
    context: dict[str, Any] = {
        "submission": submission,
        "obligation": submission.obligation,
        "indicator": submission.obligation.indicator,
        "items": items,
        "chosen": _chosen(request, items),
        "sight": _sight(request, items),
        "facts": selectors.facts_of(submission) if waits else [],
        "decision": None if waits else selectors.decision_on(submission),
        "earlier": selectors.earlier(submission),
        "queue": waiting[:QUEUE_BESIDE],
        "queue_goes_on": len(waiting) > QUEUE_BESIDE,
        "queue_count": "" if len(waiting) > QUEUE_BESIDE else len(waiting),
        "place": _place(submission, waiting),
        "following": _following(request, submission, waiting),
        "waits": waits,
        "may_decide": may_decide,
        "is_own": is_own,
        "decided": _just_decided(request),
        "now": timezone.now(),
        "decision_form": form if waits else None,
        "typed": form.data.get("reason", "") if form is not None and not waits else "",
    }
    return answer(request, "reviews/item.html", context, form=refused)


def _checks(submission: Submission) -> list[str]:
    return selectors.checks_for(submission, selectors.items_of(submission))


def _chosen(request: Request, items: list[selectors.Item]) -> selectors.Item | None:
    """The file asked for with ``?berkas=``, else the first."""
    asked = request.GET.get("berkas")
    named = (item for item in items if str(item.version.pk) == asked)
    return next(named, items[0] if items else None)


def _sight(request: Request, items: list[selectors.Item]) -> evidence.Sight | None:
    chosen = _chosen(request, items)
    sheet = request.GET.get("lembar", "1")
    number = int(sheet) if sheet.isdecimal() and len(sheet) < 6 else 1
    return evidence.sight_of(chosen.version, number) if chosen else None


def _place(submission: Submission, waiting: list[Submission]) -> int:
    keys = [other.pk for other in waiting]
    return keys.index(submission.pk) + 1 if submission.pk in keys else 0


def _following(
    request: Request, submission: Submission, waiting: list[Submission] | None = None
) -> Submission | None:
    """What comes next in the queue: the one after this, else the oldest other one."""
    if waiting is None:
        waiting = list(selectors.queue(request.user, submission.office)[: QUEUE_BESIDE + 1])
    place = _place(submission, waiting)
    others = [*waiting[place:], *waiting[: max(place - 1, 0)]]
    return next(iter(others), None)


def _address(submission: Submission | None) -> str:
    return reverse("reviews:item", args=[submission.pk]) if submission else reverse("reviews:queue")


def _own(request: Request) -> int:
    if not may(request.user, Perm.DECIDE, request.office):
        return 0
    return selectors.own_count(request.user, request.office)


def _just_decided(request: Request) -> Decision | None:
    """The decision the person made a moment ago, as ``?putusan=`` names it."""
    asked = request.GET.get("putusan", "")
    if not asked.isdecimal() or len(asked) > 18:
        return None
    rows = Decision.objects.visible_to(request.user).filter(decided_by=request.user, undone_at=None)
    place = "submission__obligation__indicator__sub_activity"
    decision = rows.select_related("submission__office", place).filter(pk=asked).first()
    return decision if decision and services.may_still_undo(decision) else None
