"""Uploads in pieces: tus 1.0.0 (https://tus.io) with creation, creation-with-upload, checksum,
termination and expiration. What an upload becomes is said by the form that names it."""

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.http import require_http_methods

from lempu.kernel.files import services
from lempu.kernel.files.models import Upload
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, require_perm, whole_number

#: By its name, since evidence stands above the files.
OFFER: Final = "evidence.offer"
VERSION: Final = "1.0.0"
PIECE: Final = "application/offset+octet-stream"
EXTENSIONS: Final = "creation,creation-with-upload,checksum,termination,expiration"
STATUS: Final = {
    "too_large": 413,
    "too_long": 413,
    "too_many_uploads": 429,
    "disk_full": 507,
    "busy": 423,
    "wrong_offset": 409,
    "other_version": 412,
    "wrong_checksum": 460,
    "lost": 410,
}
View = Callable[..., HttpResponse]


def speaks_tus(view: View) -> View:
    """Say refusals as the protocol wants them, and name its version."""

    @wraps(view)
    def spoken(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        require_perm(request.user, OFFER, request.office)
        try:
            response = view(request, *args, **kwargs)
        except DomainError as refusal:
            response = _said(str(refusal), STATUS.get(refusal.code, 400))
        response["Tus-Resumable"] = response["Tus-Version"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    return spoken


@require_http_methods(["OPTIONS", "POST"])
@speaks_tus
def uploads(request: Request) -> HttpResponse:
    """Begin one, with its first piece if that came along."""
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        response["Tus-Extension"] = EXTENSIONS
        response["Tus-Max-Size"] = str(settings.UPLOAD_LIMIT_BYTES)
        response["Tus-Checksum-Algorithm"] = "sha256,sha1"
        return response
    _require_version(request)
    size = whole_number(request.headers.get("Upload-Length", ""))
    if size is None:
        return HttpResponse(status=400)
    name = _metadata(request.headers.get("Upload-Metadata", "")).get("filename", "")
    upload = services.begin(owner=request.user, name=name or "berkas", size=size)
    if request.content_type == PIECE:
        upload = _append(request, upload, 0)
    response = _state(upload, 201)
    response["Location"] = reverse("files:upload", args=[upload.pk])
    return response


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@speaks_tus
def upload(request: Request, pk: str) -> HttpResponse:
    """How far one has come; a piece of it; its end."""
    row = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    _require_version(request)
    if request.method == "HEAD":
        return _state(row, 200)
    if request.method == "DELETE":
        services.discard(upload=row)
        return HttpResponse(status=204)
    if request.content_type != PIECE:
        return HttpResponse(status=415)
    offset = whole_number(request.headers.get("Upload-Offset", ""))
    if offset is None:
        return HttpResponse(status=400)
    return _state(_append(request, row, offset), 204)


def _require_version(request: Request) -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        raise DomainError(f"tus {VERSION}", code="other_version")


def _append(request: Request, row: Upload, offset: int) -> Upload:
    checksum = request.headers.get("Upload-Checksum", "")
    return services.append(upload=row, offset=offset, read=request.read, checksum=checksum)


def _state(row: Upload, status: int) -> HttpResponse:
    response = HttpResponse(status=status)
    response["Upload-Offset"] = str(row.offset)
    response["Upload-Length"] = str(row.size)
    response["Upload-Expires"] = http_date(row.expires_at.timestamp())
    return response


def _said(words: str, status: int) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def _metadata(header: str) -> dict[str, str]:
    """Pairs of a key and a value in base64; what cannot be read is left out."""
    found = {}
    for pair in header.split(","):
        key, _blank, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found
