"""One role of one person: correct it, end it, give the person a new password."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lempu.kernel.offices import selectors, services
from lempu.kernel.offices.enums import Perm
from lempu.kernel.offices.forms import EndForm, MembershipForm, NameForm
from lempu.kernel.offices.models import Membership
from lempu.kernel.offices.views.people import address
from lempu.shared.http import Request, answer, errors_to, require_perm


def _found(request: Request, pk: int) -> Membership:
    rows = Membership.objects.visible_to(request.user).for_listing()
    membership = get_object_or_404(rows, pk=pk)
    require_perm(request.user, Perm.MANAGE_PEOPLE, membership)
    return membership


@require_http_methods(["GET", "HEAD", "POST"])
def membership(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    back = address(request, "people", found.office)
    kept = {"unit": found.unit_id, "position": found.position, "areas": found.areas}
    form = MembershipForm(request.POST or None, office=found.office, initial=kept)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            services.change_membership(membership=found, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(back)
    context = {"membership": found, "back": back, "areas": selectors.area_words(found.areas)}
    return answer(request, "offices/membership.html", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    kept = {"name": found.user.name, "email": found.user.email}
    form = NameForm(request.POST or None, initial=kept)
    if form.is_valid():
        with errors_to(form):
            services.change_person(membership=found, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("offices:membership", pk)
    context = {"membership": found, "back": address(request, "people", found.office)}
    return answer(request, "offices/person.html", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def membership_end(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    back = address(request, "people", found.office)
    form = EndForm(request.POST or None)
    if form.is_valid():
        with errors_to(form):
            services.end_membership(membership=found, actor=request.user, **form.cleaned_data)
            messages.success(
                request,
                _("%(name)s no longer has this role.") % {"name": found.user.name},
            )
            return redirect(back if request.user.pk != found.user_id else "home:start")
    context = {"membership": found, "back": back}
    return answer(request, "offices/membership_end.html", context, form=form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password_reset(request: Request, pk: int) -> HttpResponse:
    """Asks first; the answer to the act shows the one-time password, this once."""
    found = _found(request, pk)
    context = {"membership": found, "back": address(request, "people", found.office)}
    if request.method != "POST":
        return render(request, "offices/password_reset.html", context)
    context["password"] = services.reset_password(membership=found, actor=request.user)
    return render(request, "offices/one_time_password.html", context)
