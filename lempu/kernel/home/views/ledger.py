from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lempu.kernel.evidence.enums import Perm as EvidencePerm
from lempu.kernel.home.selectors import sentences, trail
from lempu.kernel.ledger import selectors
from lempu.kernel.ledger.enums import Perm
from lempu.kernel.offices.models import Office
from lempu.shared import acts
from lempu.shared.http import Request, may, page_of, require_perm


@require_safe
def ledger(request: Request) -> HttpResponse:
    """What was done in the office, latest first; filtered by act and by person."""
    office = request.office
    require_perm(request.user, Perm.VIEW, office)
    entries = selectors.entries_in(Office.objects.filter(pk=office.pk))
    act, who = request.GET.get("perbuatan", ""), request.GET.get("orang", "")
    if act:
        entries = entries.filter(act=act)
    if who == "sistem":
        entries = entries.filter(actor=None)
    elif who.isascii() and who.isdigit():
        entries = entries.filter(actor=int(who))
    page = page_of(request, entries)
    context = {
        "page": page,
        "lines": trail.lines(office, page.object_list),
        "acts": [(key, acts.sentence(key)) for key in selectors.acts_in(office)],
        "people": selectors.actors_in(office),
        "act": act,
        "who": who,
        "may_open": may(request.user, EvidencePerm.VIEW, office),
    }
    return render(request, "home/ledger.html", context)


@require_POST
def ledger_check(request: Request) -> HttpResponse:
    """Recompute the whole chain of the office and say whether it holds. Writes nothing."""
    require_perm(request.user, Perm.VIEW, request.office)
    fault = selectors.first_break(request.office)
    if fault is None:
        count = selectors.entries_in(Office.objects.filter(pk=request.office.pk)).count()
        messages.success(
            request,
            _("The chain holds. All %(count)s entries were recomputed, none was changed.")
            % {"count": sentences.figure(count)},
        )
    else:
        messages.error(
            request,
            _("The chain breaks at entry %(number)s: %(reason)s Tell the administrator now.")
            % {"number": sentences.figure(fault.seq), "reason": _reason(fault.reason)},
        )
    return redirect("home:ledger")


def _reason(reason: str) -> str:
    """What a break means, as a sentence."""
    return {
        "gap": _("an entry is missing there."),
        "previous": _("it does not follow the entry before it."),
        "hash": _("its content is not what was recorded."),
        "columns": _("what is shown is not what was recorded."),
        "end": _("the last entries are missing."),
    }[reason]
