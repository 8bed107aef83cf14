from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from lempu.kernel.ledger.models import EntryQuerySet


@require_safe
def ledger(request: Request) -> HttpResponse:
    """What was done in the office, latest first; filtered by act and by person."""
    office = request.office
    require_perm(request.user, Perm.VIEW, office)
    entries = _entries(request)
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
        count = _entries(request).count()
        messages.success(
            request,
            _("The chain holds. All %(count)s entries were recomputed, none was changed.")
            % {"count": sentences.figure(count)},
        )
    else:
        messages.error(request, _broken(fault.reason) % {"number": sentences.figure(fault.seq)})
    return redirect("home:ledger")


def _entries(request: Request) -> "EntryQuerySet":
    here = Office.objects.visible_to(request.user).filter(pk=request.office.pk)
    return selectors.entries_in(here)


def _broken(reason: str) -> str:
    """What a break means; each sentence says at which entry."""
    return {
        "gap": _("Entry %(number)s is missing from the chain. Tell the administrator now."),
        "previous": _(
            "Entry %(number)s does not follow the one before it. Tell the administrator now."
        ),
        "hash": _(
            "The content of entry %(number)s is not what was recorded. Tell the administrator now."
        ),
        "columns": _(
            "What is shown of entry %(number)s is not what was recorded. Tell the administrator now."
        ),
        "end": _(
            "The chain should go on at entry %(number)s, but does not. Tell the administrator now."
        ),
    }[reason]
