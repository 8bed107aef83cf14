"""Text ready to paste into a messenger."""

import datetime as dt

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lempu.kernel.notices.enums import Perm
from lempu.kernel.notices.selectors import texts
from lempu.kernel.notices.selectors.days import OfficeDays
from lempu.kernel.notices.selectors.owed import PersonShare, by_person
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.selectors import owned
from lempu.shared.http import Request, may, require_perm

ALL = "semua"
SOON = 5  # working days ahead


@require_safe
def message(request: Request) -> HttpResponse:
    """One's own reminder; for coordinators and leaders also everybody's who is late, or one person's."""
    require_perm(request.user, Perm.MESSAGE, request.office)
    chases = may(request.user, Perm.CHASE, request.office)
    asked = request.GET.get("untuk", ALL if chases else "")
    if asked:
        require_perm(request.user, Perm.CHASE, request.office)
    days = OfficeDays(request.office)
    day = days.local(timezone.now()).date()
    people = _people(request, day, days.after(day, SOON))
    shown = _chosen(request, asked, people)
    context = {
        "text": texts.message(request.office, day, shown),
        "people": [each for each in people if each.person],
        "asked": asked,
        "chases": chases,
    }
    return render(request, "notices/message.html", context)


def _people(request: Request, day: dt.date, until: dt.date) -> list[PersonShare]:
    """Whom the person may have a text for: everybody of the office, or those of their own rows."""
    chases = may(request.user, Perm.CHASE, request.office)
    everything = Obligation.objects.visible_to(request.user).filter(office=request.office)
    rows = everything if chases else owned(request.user, request.office)
    return by_person(request.office, rows, day, until)


def _chosen(request: Request, asked: str, people: list[PersonShare]) -> list[PersonShare]:
    """Everybody who is behind, one person, or oneself; 404 for somebody who owes nothing here."""
    if asked == ALL:
        return [each for each in people if each.share.needs]
    wanted = asked or str(request.user.pk)
    found = [each for each in people if each.person and str(each.person.pk) == wanted]
    if asked and not found:
        raise Http404
    return found
