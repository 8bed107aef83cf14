"""Looking at what is offered. Bytes leave only by the row that points at them, and sealed."""

from typing import cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lempu.kernel.evidence import selectors
from lempu.kernel.evidence.enums import Perm
from lempu.kernel.evidence.models import Version
from lempu.kernel.files import services as files
from lempu.kernel.files.models import StoredFile
from lempu.kernel.files.registry import ACCEPTED, REASONS
from lempu.kernel.files.selectors import facts_of, lines_of
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, answer, may, require_perm

SEALED = "default-src 'none'; sandbox"


@require_safe
def look(request: Request, pk: int) -> HttpResponse:
    """One version on a page of its own, with the versions beside it."""
    version = _find(request, pk)
    lines = lines_of(version.file) if version.file else []
    context = {
        "lines": lines,
        "has_failed": any(line.state in ("failed", "absent") for line in lines),
        "facts": facts_of(version.file) if version.file else None,
        "version": version,
        "found": selectors.findings_of(version.evidence.obligation, request.user).get(version.pk),
        "piece": version.evidence,
        "obligation": version.evidence.obligation,
        "sight": selectors.sight_of(version, page_asked(request)),
        "versions": version.evidence.versions.select_related("file", "added_by").order_by(
            "-number"
        ),
        "may_offer": may(request.user, Perm.OFFER, version.evidence.obligation),
    }
    return answer(request, "evidence/look.html", context)


def page_asked(request: Request) -> int:
    """The page of a document asked for with ``?lembar=``; the first when it is no number."""
    asked = request.GET.get("lembar", "1")
    return int(asked) if asked.isdecimal() and len(asked) < 6 else 1


@require_safe
def download(request: Request, pk: int) -> HttpResponse:
    version = _find(request, pk)
    file = _file_of(version)
    if files.is_infected(file):
        raise DomainError(REASONS["infected"], code="infected")
    response = FileResponse(
        file.open(),
        as_attachment=True,
        filename=_safe_name(version, file),
        content_type=file.media_type,
    )
    return _sealed(cast("HttpResponse", response))


@require_safe
def searchable(request: Request, pk: int) -> HttpResponse:
    """The PDF/A with recognised text; 404 where there is none."""
    version = _find(request, pk)
    facts = facts_of(_file_of(version))
    if facts is None or facts.searchable is None:
        raise Http404
    response = FileResponse(
        facts.searchable.open(),
        as_attachment=True,
        filename=f"{_safe_name(version, facts.searchable).removesuffix('.pdf')}-teks.pdf",
        content_type=facts.searchable.media_type,
    )
    return _sealed(cast("HttpResponse", response))


@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    """Have what could not be read of the file done again."""
    version = _find(request, pk)
    obligation = version.evidence.obligation
    require_perm(request.user, Perm.OFFER, obligation)
    files.try_again(
        file=_file_of(version),
        office=obligation.office,
        subject=obligation,
        actor=request.user,
    )
    messages.success(request, _("The file is read again. That takes a moment."))
    return redirect("evidence:look", version.pk)


@require_safe
def preview(request: Request, pk: int, number: int) -> HttpResponse:
    """A page or photo as WebP, without what a camera writes into it; 404 where there is none."""
    file = _file_of(_find(request, pk))
    try:
        return _sealed(HttpResponse(files.picture(file, page=number), content_type="image/webp"))
    except files.NoPreview as refusal:
        if refusal.code == "busy":
            return HttpResponse(status=503, headers={"Retry-After": "5"})
        raise Http404(refusal.code) from refusal


@require_safe
def thumbnail(request: Request, pk: int) -> HttpResponse:
    """The first page small; a plain sheet of paper where nothing can be shown."""
    file = _file_of(_find(request, pk))
    try:
        return _sealed(HttpResponse(files.thumbnail(file), content_type="image/webp"))
    except files.NoPreview as refusal:
        sheet = render_to_string("evidence/sheet.svg")
        answer = _sealed(HttpResponse(sheet, content_type="image/svg+xml"))
        if refusal.code == "busy":  # the picture may be there next time
            answer["Cache-Control"] = "no-store"
        return answer


def _find(request: Request, pk: int) -> Version:
    rows = Version.objects.visible_to(request.user).select_related(
        "file",
        "added_by",
        "evidence__office",
        "evidence__obligation__office",
        "evidence__obligation__indicator__sub_activity__activity__programme",
    )
    version = get_object_or_404(rows, pk=pk)
    require_perm(request.user, Perm.VIEW, version.evidence)
    return version


def _file_of(version: Version) -> StoredFile:
    if version.file is None:
        raise Http404
    return version.file


def _safe_name(version: Version, file: StoredFile) -> str:
    """The name it came with, its ending that of its content."""
    stem, _dot, _end = version.name.rpartition(".")
    try:
        stem = get_valid_filename((stem or version.name)[:120])
    except ValueError:
        stem = file.sha256[:12]
    return stem + ACCEPTED.get(file.media_type, ".bin")


def _sealed(response: HttpResponse) -> HttpResponse:
    """Whatever a browser makes of these bytes, it runs nothing and asks for nothing."""
    response["Content-Security-Policy"] = SEALED
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response
