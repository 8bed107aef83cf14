"""Leave: a colleague stands in, for oneself or, by a coordinator, for somebody who is away."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lempu.kernel.accounts.models import User
from lempu.kernel.offices import selectors, services
from lempu.kernel.offices.enums import Perm
from lempu.kernel.offices.forms import DelegationForm
from lempu.kernel.offices.models import Delegation, Membership, Office
from lempu.shared.http import Request, answer, errors_to, may, require_perm
from lempu.shared.periods import today


@require_http_methods(["GET", "HEAD", "POST"])
def delegations(request: Request) -> HttpResponse:
    """One's own leave."""
    require_perm(request.user, Perm.DELEGATE, request.office)
    return _page(request, request.user, request.office, "offices:delegations")


@require_http_methods(["GET", "HEAD", "POST"])
def delegate_for(request: Request, pk: int) -> HttpResponse:
    """The leave of somebody else, who cannot say it themselves."""
    rows = Membership.objects.visible_to(request.user).for_listing()
    found = get_object_or_404(rows, pk=pk)
    require_perm(request.user, Perm.HAND_OVER, found)
    return _page(request, found.user, found.office, "offices:delegate_for", found.pk)


def _page(
    request: Request, person: User, office: Office, name: str, pk: int | None = None
) -> HttpResponse:
    offered = selectors.lendable_of(person, office, today())
    form = DelegationForm(
        request.POST or None,
        people=selectors.taker_choices(office, besides=person, day=today()),
        offered=offered,
    )
    if form.is_valid():
        with errors_to(form):
            made = services.delegate(office=office, person=person, actor=request.user, **form.asked)
            words = _("%(name)s stands in until %(date)s.")
            names = {"name": made.delegate.name, "date": date_format(made.ends_on, "j F Y")}
            messages.success(request, words % names)
            return redirect(name, *([pk] if pk else []))
    context = {
        "person": person,
        "office": office,
        "is_own": person.pk == request.user.pk,
        "role_pk": pk,
        "rows": selectors.delegations_about(person, office),
        "may_end": may(request.user, Perm.HAND_OVER, office),
        "offered": offered,
        "colleagues": selectors.colleagues_of(office, besides=person)
        if pk is None and may(request.user, Perm.HAND_OVER, office)
        else [],
        "ticked": request.POST.getlist("duties"),
    }
    return answer(request, "offices/delegations.html", context, form=form)


@require_POST
def delegation_end(request: Request, pk: int) -> HttpResponse:
    """By the person on leave, by whoever stands in, or by those who may hand over."""
    found = get_object_or_404(Delegation.objects.visible_to(request.user).for_listing(), pk=pk)
    theirs = request.user.pk in (found.person_id, found.delegate_id)
    if not (theirs or may(request.user, Perm.HAND_OVER, found.office)):
        raise PermissionDenied
    services.end_delegation(delegation=found, actor=request.user)
    messages.success(
        request, _("The delegation to %(name)s has ended.") % {"name": found.delegate.name}
    )
    return redirect("offices:delegations")
