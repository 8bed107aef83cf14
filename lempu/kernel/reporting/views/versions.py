"""One version of a report: read, handed out, given its number, signed off."""

from typing import Any, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lempu.kernel.reporting import renditions, selectors, services
from lempu.kernel.reporting.enums import Perm
from lempu.kernel.reporting.forms import NumberForm, SignForm
from lempu.kernel.reporting.models import Version
from lempu.kernel.reporting.views.periods import address, place_of, plan_of
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, answer, errors_to, require_perm
from lempu.shared.periods import today


@require_safe
def version(request: Request, pk: int) -> HttpResponse:
    """A version as it was made, whatever happened since."""
    row = _find(request, pk, Perm.VIEW)
    return render(request, "reporting/version.html", _page(row))


@require_safe
def download(request: Request, pk: int, ending: str) -> HttpResponse:
    """The PDF (shown by the browser with ``?lihat``) or the Word file of a version."""
    row = _find(request, pk, Perm.VIEW)
    files = {"pdf": row.pdf, "docx": row.word}
    if ending not in files:
        raise Http404
    file = files[ending]
    name = f"{renditions.subject_of(row.snapshot)} versi {row.number}.{ending}"
    response = FileResponse(
        file.open(),
        as_attachment=ending != "pdf" or "lihat" not in request.GET,
        filename=name,
        content_type=file.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return cast("HttpResponse", response)


@require_http_methods(["GET", "HEAD", "POST"])
def number(request: Request, pk: int) -> HttpResponse:
    """Number and date of the letter."""
    row = _find(request, pk, Perm.EDIT)
    kept = {"number": row.letter_number, "date": row.letter_date or today()}
    form = NumberForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            made = services.give_number(version=row, actor=request.user, **form.cleaned_data)
            messages.success(
                request,
                _("Version %(number)s bears number and date and waits for the leader.")
                % {"number": made.number},
            )
            return redirect(address("report", row.report))
    return answer(request, "reporting/number.html", _facts(row), form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: Request, pk: int) -> HttpResponse:
    """Sign off what is on the page. Where another version came meanwhile, say what changed."""
    row = _find(request, pk, Perm.SIGN)
    form = SignForm(request.POST or None, initial={"sha256": row.pdf.sha256})
    newer = _newer(row)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            try:
                services.sign_version(
                    version=row, actor=request.user, sha256=form.cleaned_data["sha256"]
                )
            except DomainError:
                newer = _newer(row)
                raise
            messages.success(request, _signed_words(row))
            return redirect(address("report", row.report))
    context = _page(row) | {
        "newer": newer,
        "since": _since(request, row) if newer is None else [],
        "between": selectors.changes_between(row.snapshot, newer.snapshot) if newer else [],
        "obligations": selectors.obligations_for(row.report, row.report.office),
        "has_ended": row.report.last_day < today(),
    }
    return answer(request, "reporting/sign.html", context, form=form)


def _signed_words(row: Version) -> str:
    return _("%(report)s, version %(number)s, is signed off.") % {
        "report": renditions.subject_of(row.snapshot),
        "number": row.number,
    }


def _newer(row: Version) -> Version | None:
    later = row.report.versions.filter(number__gt=row.number)
    return later.select_related("made_by", "pdf").order_by("-number").first()


def _since(request: Request, row: Version) -> list[selectors.Change]:
    """What happened to the figures since the version was made."""
    plan = plan_of(request, row.report)
    if plan is None or row.is_signed:
        return []
    now = selectors.snapshot_of(
        row.report,
        plan,
        at=timezone.now(),
        day=today(),
        number=row.letter_number,
        date=row.letter_date,
    )
    return selectors.changes_between(row.snapshot, now)


def _facts(row: Version) -> dict[str, Any]:
    return {"version": row, "report": row.report, "place": place_of(row.report)}


def _page(row: Version) -> dict[str, Any]:
    paper = renditions.document_of(row.snapshot, version=row.number, fingerprint=row.content_hash)
    figures = renditions.figures_of(row.snapshot["rows"])
    return _facts(row) | {"paper": paper, "figures": figures}


def _find(request: Request, pk: int, permission: str) -> Version:
    rows = Version.objects.visible_to(request.user).select_related(
        "report__office", "pdf", "word", "made_by", "signed_by"
    )
    row = get_object_or_404(rows, pk=pk)
    require_perm(request.user, permission, row)
    return row
