"""Photos, material, signed sheets, and the papers that closing made."""

from typing import cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lempu.kernel.files.models import StoredFile
from lempu.kernel.files.registry import ACCEPTED
from lempu.kernel.files.services import store
from lempu.kernel.gatherings import services
from lempu.kernel.gatherings.enums import FileKind, Perm
from lempu.kernel.gatherings.forms import FileForm
from lempu.kernel.gatherings.models import GatheringFile
from lempu.kernel.gatherings.views import find, of_gathering
from lempu.shared.http import Request, answer, errors_to

SEALED = "default-src 'none'; sandbox"


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, pk: int) -> HttpResponse:
    row = find(request, pk, Perm.ORGANISE)
    form = FileForm(
        request.POST or None,
        request.FILES or None,
        initial={"kind": request.GET.get("jenis", FileKind.PHOTO)},
    )
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        with errors_to(form):
            services.add_file(
                gathering=row,
                actor=request.user,
                kind=FileKind(form.cleaned_data["kind"]),
                file=store(content=upload, name=upload.name),
                name=upload.name,
            )
            messages.success(request, _("The file is kept with the gathering."))
            return redirect("gatherings:gathering", row.pk)
    context = {
        "gathering": row,
        "title": _("Add a file"),
        "words": _("Photos of the day, the material that was shown, the sheet that was signed."),
        "button": _("Keep the file"),
        "has_file": True,
    }
    return answer(request, "gatherings/form.html", context, form=form)


@require_safe
def download(request: Request, pk: int) -> HttpResponse:
    rows = GatheringFile.objects.visible_to(request.user).select_related("file")
    row = of_gathering(request, rows, pk, Perm.VIEW)
    return _handed(row.file, row.name)


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    rows = GatheringFile.objects.visible_to(request.user)
    row = of_gathering(request, rows, pk, Perm.ORGANISE)
    services.withdraw_file(file=row, actor=request.user)
    messages.success(request, _("Withdrawn. Its bytes are kept."))
    return redirect("gatherings:gathering", row.gathering_id)


@require_safe
def made(request: Request, pk: int, kind: str) -> HttpResponse:
    """A paper that was made; "undangan" is the invitation as it was sent."""
    row = find(request, pk, Perm.VIEW)
    if kind == "undangan" and row.invitation is not None:
        return _handed(row.invitation, f"Undangan {row.title}.pdf")
    paper = row.papers.filter(kind=kind).select_related("file").first()
    if paper is None:
        raise Http404
    return _handed(paper.file, paper.name)


def _handed(file: StoredFile, name: str) -> HttpResponse:
    ending = ACCEPTED.get(file.media_type, "")
    if ending and not name.lower().endswith(ending):
        name = f"{name}{ending}"
    response = FileResponse(
        file.open(), as_attachment=True, filename=name, content_type=file.media_type
    )
    response["Content-Security-Policy"] = SEALED
    response["X-Content-Type-Options"] = "nosniff"
    return cast("HttpResponse", response)
