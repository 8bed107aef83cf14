"""The page of one obligation: everything of one cell."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lempu.kernel.evidence import selectors
from lempu.kernel.evidence.enums import Perm
from lempu.kernel.evidence.forms import (
    AddFilesForm,
    LinkForm,
    ReasonForm,
    RecordForm,
    ReuseForm,
    SubmitForm,
)
from lempu.kernel.evidence.rules import represented
from lempu.kernel.files.selectors import progress_of
from lempu.kernel.obligations.enums import DONE, State
from lempu.kernel.obligations.enums import Perm as ObligationPerm
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.plans.enums import Expectation
from lempu.shared.http import Request, answer, may, require_perm
from lempu.shared.periods import today


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    obligation = find(request, pk)
    require_perm(request.user, ObligationPerm.VIEW, obligation)
    return show(request, obligation)


def find(request: Request, pk: int) -> Obligation:
    """The obligation with all that its page asks of it; 404 for one of another office."""
    rows = Obligation.objects.visible_to(request.user).for_listing()
    return get_object_or_404(rows.prefetch_related("indicator__owners"), pk=pk)


def show(
    request: Request, obligation: Obligation, refused: forms.Form | None = None
) -> HttpResponse:
    """The page; with the form that was refused in the place of its empty one (422)."""
    context = _content(request, obligation) if may(request.user, Perm.VIEW, obligation) else {}
    months = selectors.neighbours(obligation)
    is_withdrawn = obligation.state == State.WITHDRAWN
    may_offer = may(request.user, Perm.OFFER, obligation) and not is_withdrawn
    if may_offer:
        context |= _forms(request, obligation, months, refused)
    context |= {
        "obligation": obligation,
        "indicator": obligation.indicator,
        "place": obligation.indicator.sub_activity,
        "months": months,
        "may_offer": may_offer,
        "is_done": obligation.state in DONE,
        "is_waiting": obligation.state == State.SUBMITTED,
        "is_withdrawn": is_withdrawn,
        "behalf": represented(request.user, obligation),
    }
    return answer(request, "evidence/page.html", context, form=refused)


def _content(request: Request, obligation: Obligation) -> dict[str, Any]:
    """What is offered, what is missing, what happened."""
    needs = selectors.checklist(obligation)
    pieces = [piece for need in needs for piece in need.evidence]
    lines = selectors.history(obligation)
    is_returned = obligation.state == State.RETURNED
    return {
        "sees": True,
        "needs": needs,
        "progress": progress_of(piece.current.file_id for piece in pieces),
        "findings": (found := selectors.findings_of(obligation, request.user)),
        "about_all": found.get(None, []),
        "asked": sum(need.is_required for need in needs),
        "ready": sum(need.is_required and need.is_met for need in needs),
        "lacking": selectors.missing(needs),
        "has_pieces": bool(pieces),
        "lines": lines,
        "returned": selectors.last_return(obligation) if is_returned else None,
        "returning": next((line for line in lines if line.act == "reviews.returned"), None),
        "waiting": obligation.submissions.waiting().select_related("submitted_by").first(),
    }


def _forms(
    request: Request,
    obligation: Obligation,
    months: selectors.Neighbours,
    refused: forms.Form | None,
) -> dict[str, Any]:
    """The forms that make sense now; never one that would only be refused."""
    kind, limit = request.GET.get("jenis", ""), settings.UPLOAD_LIMIT_BYTES
    past = selectors.reusable(obligation, months)
    undone_possible = obligation.due_on < today() and obligation.state in (
        State.OPEN,
        State.RETURNED,
    )
    nil_possible = (
        obligation.indicator.expectation == Expectation.PER_EVENT
        and obligation.begins_on <= today()
        and obligation.state not in (*DONE, State.SUBMITTED)
    )
    made: dict[str, forms.Form | None] = {
        "add_form": add_files_form(obligation, initial={"kind": kind}),
        "link_form": link_form(obligation, initial={"kind": kind}),
        "submit_form": submit_form(),
        "nil_form": nil_form() if nil_possible else None,
        "undone_form": undone_form() if undone_possible else None,
        "record_form": record_form(obligation, request.user),
    }
    names = {AddFilesForm: "add_form", LinkForm: "link_form", SubmitForm: "submit_form"}
    names[RecordForm] = "record_form"
    if refused is not None and type(refused) in names:
        made[names[type(refused)]] = refused
    elif isinstance(refused, ReasonForm):
        made[f"{refused.name}_form"] = refused
    return {**made, "reusable": past, "limit_bytes": limit, "limit_megabytes": limit // 1024**2}


def add_files_form(obligation: Obligation, *data: Any, **rest: Any) -> AddFilesForm:
    return AddFilesForm(*data, obligation=obligation, auto_id="add-%s", **rest)


def link_form(obligation: Obligation, *data: Any, **rest: Any) -> LinkForm:
    return LinkForm(*data, obligation=obligation, auto_id="link-%s", **rest)


def record_form(obligation: Obligation, user: Any, data: Any = None) -> RecordForm:
    offers = selectors.offers_for(obligation, user)
    return RecordForm(data, offers=offers, auto_id="record-%s")


def submit_form(data: Any = None) -> SubmitForm:
    return SubmitForm(data, auto_id="submit-%s")


def nil_form(data: Any = None) -> ReasonForm:
    label = _("Why is there nothing to report this month?")
    missing = _("Say why there is nothing to report this month.")
    return ReasonForm(data, label=label, missing=missing, name="nil", auto_id="nil-%s")


def undone_form(data: Any = None) -> ReasonForm:
    label = _("Why was it not carried out?")
    missing = _("Say why it was not carried out.")
    return ReasonForm(data, label=label, missing=missing, name="undone", auto_id="undone-%s")


def reuse_form(obligation: Obligation, data: Any) -> ReuseForm:
    months = selectors.reusable(obligation, selectors.neighbours(obligation))
    return ReuseForm(data, months=months, auto_id="reuse-%s")
