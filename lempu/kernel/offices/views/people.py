"""The people of an office, and letting somebody in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lempu.kernel.offices import selectors, services
from lempu.kernel.offices.enums import Perm, Role
from lempu.kernel.offices.forms import ExistingPersonForm, PersonForm
from lempu.kernel.offices.models import Office
from lempu.shared.http import Request, answer, errors_to, page_of, require_perm


def office_asked(request: Request, permission: str) -> Office:
    """The office of ``?satker=`` (404 if the person may not know of it), else the current one."""
    code = request.GET.get("satker")
    office = request.office
    if code:
        office = get_object_or_404(Office.objects.visible_to(request.user), code=code)
    require_perm(request.user, permission, office)
    return office


def address(request: Request, name: str, office: Office) -> str:
    """The page of that name for the office, which is said only when it is not the current one."""
    here = bool(request.office) and request.office.pk == office.pk
    return reverse(f"offices:{name}") + ("" if here else f"?satker={office.code}")


@require_safe
def people(request: Request) -> HttpResponse:
    office = office_asked(request, Perm.MANAGE_PEOPLE)
    found = selectors.people_listed(
        office,
        words=request.GET.get("cari", "").strip(),
        role=request.GET.get("peran", ""),
        ended="berakhir" in request.GET,
    )
    context = {
        "office": office,
        "page": page_of(request, found),
        "roles": Role.choices,
        "filtered": any(request.GET.get(name) for name in ("cari", "peran", "berakhir")),
        "person_add": address(request, "person_add", office),
        "membership_add": address(request, "membership_add", office),
        "settings": address(request, "settings", office),
    }
    return render(request, "offices/people.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person_add(request: Request) -> HttpResponse:
    """Creates the account; how its person comes in is the next question."""
    office = office_asked(request, Perm.MANAGE_PEOPLE)
    form = PersonForm(request.POST or None, office=office)
    if form.is_valid():
        with errors_to(form):
            membership, _password = services.add_person(
                office=office, actor=request.user, **form.cleaned_data
            )
            return redirect("identity:invite", membership.pk)
    context = {"office": office, "back": address(request, "people", office)}
    return answer(request, "offices/person_add.html", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def membership_add(request: Request) -> HttpResponse:
    office = office_asked(request, Perm.MANAGE_PEOPLE)
    back = address(request, "people", office)
    form = ExistingPersonForm(request.POST or None, office=office)
    if form.is_valid() and form.person:
        given = {name: value for name, value in form.cleaned_data.items() if name != "username"}
        with errors_to(form):
            services.add_membership(office=office, actor=request.user, user=form.person, **given)
            messages.success(
                request, _("%(name)s has a role here now.") % {"name": form.person.name}
            )
            return redirect(back)
    context = {"office": office, "back": back, "person_add": address(request, "person_add", office)}
    return answer(request, "offices/membership_add.html", context, form=form)
