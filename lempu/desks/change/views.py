from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lempu.desks.change import selectors, services
from lempu.desks.change.enums import Channel, Perm, Purpose
from lempu.desks.change.forms import (
    CountForm,
    DisciplineForm,
    ExplainForm,
    MeetingForm,
    PhotoForm,
    PledgeTextForm,
    PointForm,
    PostForm,
    SignForm,
    TeamForm,
)
from lempu.desks.change.models import Pledge, PledgeText, Point, Post
from lempu.kernel.files.services import store
from lempu.kernel.plans.views.imports import office_of
from lempu.shared.http import Request, answer, errors_to, may, require_perm, whole_number
from lempu.shared.periods import Month, today

if TYPE_CHECKING:
    from lempu.kernel.files.models import StoredFile


@require_safe
def desk(request: Request) -> HttpResponse:
    """What this month needs, and everything the desk holds. ``?bulan=`` shows another month of the year."""
    office = office_of(request, Perm.VIEW)
    day = today()
    number = whole_number(request.GET.get("bulan", "")) or day.month
    month = Month(day.year, number if 1 <= number <= 12 else day.month)
    context = {
        "office": office,
        "desk": selectors.desk_of(office, month),
        "months": [Month(day.year, each) for each in range(1, 13)],
        "may_edit": may(request.user, Perm.EDIT, office),
        "may_explain": may(request.user, Perm.EXPLAIN, office),
        "may_pledge": may(request.user, Perm.PLEDGE, office),
        "purposes": Purpose.choices,
        "now_month": day.month,
    }
    return render(request, "change/desk.html", context)


def _form_page(
    request: Request, form: forms.BaseForm, title: str, button: str, **context: Any
) -> HttpResponse:
    context |= {"title": title, "button": button}
    return answer(request, "change/form.html", context, form=form)


def _back(anchor: str) -> HttpResponse:
    return redirect(f"{reverse('change:desk')}#{anchor}")


@require_http_methods(["GET", "HEAD", "POST"])
def team(request: Request) -> HttpResponse:
    """A new decree sets the team."""
    office = office_of(request, Perm.EDIT)
    form = TeamForm(request.POST or None, office=office)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            services.set_team(
                office=office,
                actor=request.user,
                number=form.cleaned_data["number"],
                decided_on=form.cleaned_data["decided_on"],
                members=form.members(),
            )
            messages.success(request, _("The team is set. The team before it is kept."))
            return _back("tim")
    return _form_page(request, form, _("Team by a new decree"), _("Set the team"))


@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: Request) -> HttpResponse:
    """Note a meeting on the work plan."""
    office = office_of(request, Perm.EDIT)
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            services.note_meeting(office=office, actor=request.user, **form.cleaned_data)
            messages.success(request, _("The meeting is noted."))
            return _back("rencana")
    return _form_page(request, form, _("Meeting on the work plan"), _("Note the meeting"))


@require_http_methods(["GET", "HEAD", "POST"])
def point(request: Request) -> HttpResponse:
    """List a place for a banner."""
    office = office_of(request, Perm.EDIT)
    form = PointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            services.add_point(office=office, actor=request.user, **form.cleaned_data)
            messages.success(request, _("The place is listed. Send a photo once the banner hangs."))
            return _back("titik")
    return _form_page(request, form, _("Place for a banner"), _("List the place"))


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request, pk: int) -> HttpResponse:
    """Send the photo of a banner in its place."""
    row = _point(request, pk, Perm.EDIT)
    form = PhotoForm(request.POST or None, request.FILES or None, initial={"day": today()})
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["photo"]
        with errors_to(form):
            photo = store(content=upload, name=upload.name)
            services.show_point(
                point=row, actor=request.user, day=form.cleaned_data["day"], photo=photo
            )
            messages.success(request, _("The photo is kept."))
            return _back("titik")
    return _form_page(request, form, row.place, _("Send the photo"), has_file=True)


@require_safe
def photo(request: Request, pk: int) -> HttpResponse:
    row = _point(request, pk, Perm.VIEW)
    return _handed_out(row.photo, row.place)


@require_safe
def picture(request: Request, pk: int) -> HttpResponse:
    """The picture of a post, as it was when it was noted."""
    row = _post(request, pk, Perm.VIEW)
    return _handed_out(row.picture, row.title)


def _handed_out(file: "StoredFile | None", name: str) -> HttpResponse:
    if file is None:
        raise Http404
    response = FileResponse(
        file.open(), as_attachment=True, filename=name, content_type=file.media_type
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return cast("HttpResponse", response)


@require_http_methods(["GET", "HEAD", "POST"])
def post(request: Request) -> HttpResponse:
    """Note what was told on a channel of the office."""
    office = office_of(request, Perm.EDIT)
    form = PostForm(request.POST or None, request.FILES or None, initial={"day": today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with errors_to(form):
            upload = given["picture"]
            services.note_post(
                office=office,
                actor=request.user,
                day=given["day"],
                channel=Channel(given["channel"]),
                url=given["url"],
                title=given["title"],
                picture=store(content=upload, name=upload.name) if upload else None,
            )
            messages.success(request, _("The post is noted. Its link is asked by itself."))
            return redirect(f"{reverse('change:desk')}?bulan={given['day'].month}#sosial")
    return _form_page(request, form, _("Post on social media"), _("Note the post"), has_file=True)


@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: Request, pk: int) -> HttpResponse:
    """What the channel says of a post now."""
    row = _post(request, pk, Perm.EDIT)
    kept = {"reach": row.reach, "responses": row.responses}
    form = CountForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        services.count_post(post=row, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Noted. Thank you."))
        return redirect(f"{reverse('change:desk')}?bulan={row.day.month}#sosial")
    return _form_page(request, form, row.title, _("Note the figures"))


@require_POST
def explain(request: Request) -> HttpResponse:
    """One tap at the counter."""
    office = office_of(request, Perm.EXPLAIN)
    form = ExplainForm(request.POST)
    if form.is_valid():
        purpose = Purpose(form.cleaned_data["purpose"])
        services.explain(office=office, actor=request.user, purpose=purpose)
        messages.success(request, _("Noted. Thank you."))
    return _back("tamu")


@require_http_methods(["GET", "HEAD", "POST"])
def discipline(request: Request) -> HttpResponse:
    """Note the discipline of a month; ``?bulan=`` says which, with what stands there already."""
    office, day = office_of(request, Perm.EDIT), today()
    months = [Month(day.year, each) for each in range(1, day.month + 1)]
    asked = whole_number(request.GET.get("bulan", "")) or day.month
    month = Month(day.year, asked if 1 <= asked <= day.month else day.month)
    kept = selectors.discipline_in(office, month)
    initial = {"month": month.number, "staff": selectors.staff_in(office, month).count()}
    if kept is not None:
        initial |= {
            name: getattr(kept, name) for name in DisciplineForm.base_fields if name != "month"
        }
    form = DisciplineForm(request.POST or None, months=months, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        with errors_to(form):
            chosen = Month(day.year, said.pop("month"))
            services.note_discipline(office=office, actor=request.user, month=chosen, **said)
            messages.success(request, _("The discipline of the month is noted."))
            return redirect(f"{reverse('change:desk')}?bulan={chosen.number}#disiplin")
    return _form_page(request, form, _("Discipline of a month"), _("Note the discipline"))


@require_http_methods(["GET", "HEAD", "POST"])
def pledge_text(request: Request) -> HttpResponse:
    """The words of this year's pledge."""
    office = office_of(request, Perm.EDIT)
    year = today().year
    last = selectors.text_of(office, year)
    form = PledgeTextForm(request.POST or None, initial={"text": last.text if last else ""})
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            services.write_pledge(
                office=office, actor=request.user, year=year, text=form.cleaned_data["text"]
            )
            messages.success(request, _("The pledge is set. Everybody is asked to sign it."))
            return _back("pakta")
    return _form_page(request, form, _("Pledge of integrity"), _("Set the pledge"))


@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: Request) -> HttpResponse:
    """Read this year's pledge and sign it with one tap."""
    office = office_of(request, Perm.PLEDGE)
    year = today().year
    text = selectors.text_of(office, year)
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        texts = PledgeText.objects.visible_to(request.user).of(office)
        read = get_object_or_404(texts, pk=form.cleaned_data["text"])
        with errors_to(form):
            services.sign_pledge(office=office, actor=request.user, text=read)
            messages.success(request, _("Signed. Your name and the time stand in the ledger."))
            return redirect("change:pledge")
    pledges = Pledge.objects.visible_to(request.user).of(office).select_related("text")
    mine = pledges.filter(year=year, person=request.user).first()
    context = {"text": mine.text if mine else text, "mine": mine, "year": year}
    return answer(request, "change/pledge.html", context, form=form)


def _point(request: Request, pk: int, permission: str) -> Point:
    rows = Point.objects.visible_to(request.user).select_related("office", "photo")
    row: Point = get_object_or_404(rows, pk=pk)
    require_perm(request.user, permission, row)
    return row


def _post(request: Request, pk: int, permission: str) -> Post:
    rows = Post.objects.visible_to(request.user).select_related("office", "picture")
    row: Post = get_object_or_404(rows, pk=pk)
    require_perm(request.user, permission, row)
    return row
