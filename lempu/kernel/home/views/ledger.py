from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lempu.kernel.evidence.enums import Perm as EvidencePerm
from lempu.kernel.home.selectors import sentences, trail
from lempu.kernel.ledger import selectors, services
from lempu.kernel.ledger.enums import CheckState, Perm
from lempu.kernel.offices.models import Office
from lempu.shared import acts
from lempu.shared.http import Request, may, page_of, require_perm, whole_number

if TYPE_CHECKING:
    from lempu.kernel.ledger.models import ChainCheck, EntryQuerySet


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
    elif (person := whole_number(who)) is not None:
        entries = entries.filter(actor=person)
    page = page_of(request, entries)
    context = {
        "office": office,
        "page": page,
        "lines": trail.lines(office, page.object_list),
        "acts": [(key, acts.sentence(key)) for key in selectors.acts_in(office)],
        "people": selectors.actors_in(office),
        "act": act,
        "who": who,
        "may_open": may(request.user, EvidencePerm.VIEW, office),
        "seal": selectors.last_seal(office),
    }
    return render(request, "home/ledger.html", context)


@require_POST
def ledger_check(request: Request) -> HttpResponse:
    """Have the whole ledger of the office recomputed, seals and signatures included."""
    require_perm(request.user, Perm.VIEW, request.office)
    services.ask_check(office=request.office, actor=request.user)
    return redirect("home:ledger_run")


@require_safe
def ledger_run(request: Request) -> HttpResponse:
    """How far the last check is, or what it found; the page looks again by itself."""
    require_perm(request.user, Perm.VIEW, request.office)
    row = selectors.latest_check(request.office)
    context = {"row": row, "verdict": _verdict(row) if row else ""}
    return render(request, "home/ledger_run.html", context)


@require_safe
def history(request: Request, subject: str) -> HttpResponse:
    """Everything that happened to one thing, as sentences."""
    office = request.office
    require_perm(request.user, Perm.VIEW, office)
    page = page_of(request, _entries(request).about(subject))
    if not page.object_list:
        raise Http404
    context = {
        "page": page,
        "lines": trail.lines(office, page.object_list),
        "may_open": may(request.user, EvidencePerm.VIEW, office),
    }
    return render(request, "home/history.html", context)


def _entries(request: Request) -> "EntryQuerySet":
    here = Office.objects.visible_to(request.user).filter(pk=request.office.pk)
    return selectors.entries_in(here)


def _verdict(row: "ChainCheck") -> str:
    """What a finished check found, in one sentence; each fault says where."""
    if row.state != CheckState.BROKEN:
        return _(
            "All %(count)s entries and %(seals)s seals were recomputed. None was changed, "
            "removed or put in later."
        ) % {"count": sentences.figure(row.done), "seals": sentences.figure(row.seals)}
    return _broken(row.fault) % {"number": sentences.figure(row.fault_at)}


def _broken(reason: str) -> str:
    """What a break means."""
    return {
        "gap": _("Entry %(number)s is missing from the chain."),
        "previous": _("Entry %(number)s does not follow the one before it."),
        "hash": _("The content of entry %(number)s is not what was recorded."),
        "words": _("What is shown of entry %(number)s is not what was recorded."),
        "columns": _("What is shown of entry %(number)s is not what was recorded."),
        "end": _("The chain should go on at entry %(number)s, but does not."),
        "seal": _(
            "Seal %(number)s does not stand over the entries below it: one was changed since."
        ),
        "seal_order": _("Seal %(number)s does not follow the one before it: a seal is missing."),
        "seal_text": _("What is shown of seal %(number)s is not what was signed."),
        "signature": _("The signature of seal %(number)s does not hold."),
    }[reason]
