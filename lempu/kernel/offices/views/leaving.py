"""A person leaves the office; duties go from one person to others."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lempu.kernel.offices import selectors, services
from lempu.kernel.offices.enums import Perm
from lempu.kernel.offices.forms import HandOverForm, LeaveForm
from lempu.kernel.offices.models import Departure, Membership
from lempu.kernel.offices.views.people import address
from lempu.shared.http import Request, answer, errors_to, may, require_perm
from lempu.shared.periods import today


def _found(request: Request, pk: int, permission: str) -> Membership:
    rows = Membership.objects.visible_to(request.user).for_listing()
    membership = get_object_or_404(rows, pk=pk)
    require_perm(request.user, permission, membership)
    return membership


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: Request, pk: int) -> HttpResponse:
    """Shows what the person owes, asks who takes it over and when; then their access ends."""
    found = _found(request, pk, Perm.MANAGE_PEOPLE)
    office, user, day = found.office, found.user, today()
    form = LeaveForm(
        request.POST or None,
        heaps=selectors.duties_of(user, office, day, leaving=True),
        people=selectors.taker_choices(office, besides=user, day=day),
    )
    if form.is_valid():
        with errors_to(form):
            departure = services.leave(
                office=office,
                person=user,
                actor=request.user,
                handover=form.handover,
                reason=form.cleaned_data["reason"],
                last_day=form.cleaned_data["last_day"],
            )
            return _gone(request, found, departure)
    context = {
        "membership": found,
        "back": address(request, "people", office),
        "roles": selectors.roles_of(user).filter(office=office),
        "elsewhere": selectors.roles_of(user).exclude(office=office),
        "planned": Departure.objects.visible_to(request.user)
        .planned()
        .filter(user=user, office=office)
        .first(),
    }
    return answer(request, "offices/leave.html", context, form=form)


def _said(departure: Departure) -> str:
    names = {"name": departure.user.name, "date": date_format(departure.last_day, "j F Y")}
    if not departure.completed_at:
        return _("%(name)s leaves after %(date)s. The duties pass by themselves then.") % names
    return _("%(name)s has left. Access has ended and the duties are handed over.") % names


def _gone(request: Request, found: Membership, departure: Departure) -> HttpResponse:
    """Whoever left themselves is signed out, or goes on in the office that remains."""
    itself = departure.user_id == request.user.pk and departure.completed_at
    if itself and departure.has_closed_account:
        logout(request)
        return redirect("accounts:sign_in")
    messages.success(request, _said(departure))
    return redirect("home:start" if itself else address(request, "people", found.office))


@require_POST
def leave_cancel(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk, Perm.MANAGE_PEOPLE)
    rows = Departure.objects.visible_to(request.user).planned()
    departure = get_object_or_404(rows, user=found.user, office=found.office)
    services.call_off(departure=departure, actor=request.user)
    messages.success(request, _("%(name)s stays.") % {"name": found.user.name})
    return redirect("offices:membership", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: Request, pk: int) -> HttpResponse:
    """Gives duties of one person to others, while they stay or after they left."""
    found = _found(request, pk, Perm.HAND_OVER)
    office, user = found.office, found.user
    departure = selectors.departure_of(user, office)
    gone = departure if departure and departure.completed_at else None
    form = HandOverForm(
        request.POST or None,
        heaps=selectors.duties_of(
            user, office, gone.last_day if gone else today(), leaving=bool(gone)
        ),
        people=selectors.taker_choices(office, besides=user, day=today()),
    )
    manages = may(request.user, Perm.MANAGE_PEOPLE, office)
    if form.is_valid():
        with errors_to(form):
            outcome = services.hand_over(
                office=office, person=user, actor=request.user, handover=form.handover
            )
            words = ngettext(
                "%(count)s duty of %(name)s is handed over.",
                "%(count)s duties of %(name)s are handed over.",
                outcome.count,
            )
            messages.success(request, words % {"count": outcome.count, "name": user.name})
            return redirect("offices:hand_over", pk)
    context = {
        "membership": found,
        "gone": gone,
        "back": address(request, "people", office) if manages else "",
    }
    return answer(request, "offices/hand_over.html", context, form=form)
