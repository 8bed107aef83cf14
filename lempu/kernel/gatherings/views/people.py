"""Who is invited, who came, and the list on paper."""

from urllib.parse import quote, urljoin

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lempu.kernel.gatherings import services
from lempu.kernel.gatherings.enums import Perm
from lempu.kernel.gatherings.forms import (
    GuestForm,
    PaperForm,
    PeopleForm,
    ReasonForm,
    SendForm,
)
from lempu.kernel.gatherings.models import Attendance, Gathering, Invitee
from lempu.kernel.gatherings.renditions import day_words, time_words
from lempu.kernel.gatherings.selectors import whole_of
from lempu.kernel.gatherings.services.papers import facts_of
from lempu.kernel.gatherings.views import find, of_gathering, show
from lempu.kernel.numbering.forms import class_choices
from lempu.kernel.numbering.readers import kinds
from lempu.shared.http import Request, answer, errors_to


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Request, pk: int) -> HttpResponse:
    """People of the office with boxes; guests and sending stand below."""
    row = find(request, pk, Perm.ORGANISE)
    form = PeopleForm(request.POST or None, office=row.office, initial=_chosen(row))
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            services.choose_people(
                gathering=row, actor=request.user, people=form.cleaned_data["people"]
            )
            messages.success(request, _("The list is kept. Send the invitation when it is whole."))
            return redirect("gatherings:invite", row.pk)
    return _invite_page(request, row, people_form=form)


@require_POST
def guest(request: Request, pk: int) -> HttpResponse:
    row = find(request, pk, Perm.ORGANISE)
    form = GuestForm(request.POST)
    if form.is_valid():
        with errors_to(form):
            services.add_guest(gathering=row, actor=request.user, **form.cleaned_data)
            return redirect("gatherings:invite", row.pk)
    return _invite_page(request, row, guest_form=form)


@require_POST
def send(request: Request, pk: int) -> HttpResponse:
    row = find(request, pk, Perm.ORGANISE)
    form = SendForm(request.POST)
    if form.is_valid():
        with errors_to(form):
            code = form.cleaned_data["classification"].strip().upper()
            services.send_invitation(gathering=row, actor=request.user, classification=code)
            messages.success(
                request, _("Sent. Whoever has an e-mail address gets it within a minute.")
            )
            return redirect("gatherings:gathering", row.pk)
    return _invite_page(request, row, send_form=form)


@require_POST
def uninvite(request: Request, pk: int) -> HttpResponse:
    rows = Invitee.objects.visible_to(request.user)
    row = of_gathering(request, rows, pk, Perm.ORGANISE)
    services.remove_invitee(invitee=row, actor=request.user)
    return redirect("gatherings:invite", row.gathering_id)


@require_safe
def calendar(request: Request, pk: int) -> HttpResponse:
    row = find(request, pk, Perm.VIEW)
    headers = {"Content-Disposition": 'attachment; filename="undangan.ics"'}
    content = services.calendar_of(row)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


@require_safe
def sheet(request: Request, pk: int) -> HttpResponse:
    """The attendance sheet to be printed."""
    row = find(request, pk, Perm.ORGANISE)
    headers = {"Content-Disposition": 'attachment; filename="daftar-hadir.pdf"'}
    content = services.attendance_sheet(row)
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: Request, pk: int) -> HttpResponse:
    """Note who signed on paper."""
    row = find(request, pk, Perm.ORGANISE)
    form = PaperForm(request.POST or None, office=row.office)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            services.attend_on_paper(
                gathering=row,
                actor=request.user,
                people=form.cleaned_data["people"],
                guests=form.named(),
            )
            messages.success(
                request, _("Noted. Whoever was on the list already stays as they were.")
            )
            return redirect("gatherings:gathering", row.pk)
    context = {
        "gathering": row,
        "title": _("Signed on paper"),
        "words": _(
            "Choose who signed the printed sheet, and keep the sheet itself with the files."
        ),
        "button": _("Put them on the list"),
    }
    return answer(request, "gatherings/form.html", context, form=form)


@require_POST
def strike(request: Request, pk: int) -> HttpResponse:
    rows = Attendance.objects.visible_to(request.user)
    row = of_gathering(request, rows, pk, Perm.ORGANISE)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with errors_to(form):
            services.strike(attendance=row, actor=request.user, reason=form.cleaned_data["reason"])
            return redirect("gatherings:gathering", row.gathering_id)
    return show(request, find(request, row.gathering_id, Perm.ORGANISE), form)


def _chosen(row: Gathering) -> dict[str, object]:
    return {"people": list(row.invitees.exclude(user=None).values_list("user", flat=True))}


def _invite_page(
    request: Request,
    row: Gathering,
    *,
    people_form: PeopleForm | None = None,
    guest_form: GuestForm | None = None,
    send_form: SendForm | None = None,
) -> HttpResponse:
    refused = guest_form or send_form or people_form
    text = _messenger_text(row)
    context = {
        "gathering": row,
        "whole": whole_of(row),
        "people_form": people_form or PeopleForm(office=row.office, initial=_chosen(row)),
        "guest_form": guest_form or GuestForm(),
        "send_form": send_form
        or SendForm(initial={"classification": kinds()["invitation"].get("class", "")}),
        "classes": class_choices(),
        "messenger": text,
        "messenger_url": f"https://wa.me/?text={quote(text)}",
    }
    return answer(request, "gatherings/invite.html", context, form=refused)


def _messenger_text(row: Gathering) -> str:
    """The invitation in a few lines for a messenger; staff open the link, guests read the text."""
    facts = facts_of(row)
    lines = [
        _("Invitation: %(title)s") % {"title": row.title},
        facts.number,
        day_words(facts.starts_at),
        time_words(facts.starts_at, facts.ends_at),
        row.place,
        row.agenda,
        urljoin(settings.PUBLIC_URL, reverse("gatherings:gathering", args=[row.pk])),
    ]
    return "\n".join(line for line in lines if line)
