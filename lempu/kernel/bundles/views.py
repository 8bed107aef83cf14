from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from lempu.kernel.bundles import selectors, services
from lempu.kernel.bundles.enums import Perm
from lempu.kernel.bundles.forms import YearForm
from lempu.kernel.bundles.models import Bundle
from lempu.kernel.bundles.services.asking import UNFINISHED, path_of
from lempu.kernel.bundles.services.proving import entry_of
from lempu.kernel.evidence.enums import Perm as EvidencePerm
from lempu.kernel.evidence.models import Version
from lempu.kernel.ledger import selectors as ledger
from lempu.shared.http import Request, answer, errors_to, page_of, require_perm


@require_safe
def index(request: Request) -> HttpResponse:
    """Bundles that were asked for, and the form to ask for one."""
    require_perm(request.user, Perm.EXPORT, request.office)
    return _index(request, YearForm(years=selectors.years_of(request.office)))


@require_POST
def ask(request: Request) -> HttpResponse:
    """Have the year written in the background."""
    require_perm(request.user, Perm.EXPORT, request.office)
    form = YearForm(request.POST, years=selectors.years_of(request.office))
    if form.is_valid():
        with errors_to(form):
            services.ask_bundle(
                office=request.office, actor=request.user, year=form.cleaned_data["year"]
            )
            return redirect("bundles:index")
    return _index(request, form)


def _index(request: Request, form: YearForm) -> HttpResponse:
    rows = Bundle.objects.visible_to(request.user).filter(office=request.office).for_listing()
    page = page_of(request, rows)
    context = {
        "page": page,
        "has_years": bool(form.fields["year"].choices),  # type: ignore[attr-defined]
        "is_busy": any(row.state in UNFINISHED for row in page),
        "seal": ledger.last_seal(request.office),
    }
    return answer(request, "bundles/index.html", context, form=form)


@require_safe
def download(request: Request, pk: int) -> FileResponse:
    """The file, as long as it is kept."""
    row = get_object_or_404(Bundle.objects.visible_to(request.user).for_listing(), pk=pk)
    require_perm(request.user, Perm.EXPORT, row)
    if not row.is_kept or not path_of(row).exists():
        raise Http404
    name = f"berkas-bukti-{row.office.code}-{row.year}.zip"
    return FileResponse(path_of(row).open("rb"), as_attachment=True, filename=name)


@require_safe
def proof(request: Request, pk: int) -> HttpResponse:
    """One document and what proves it, to be printed or exported."""
    version = _version(request, pk)
    with_entry = entry_of(version)
    context = {
        "version": version,
        "entry": with_entry,
        "seal": ledger.last_seal(version.evidence.office),
    }
    return render(request, "bundles/proof.html", context)


@require_POST
def proof_file(request: Request, pk: int) -> HttpResponse:
    """The same as a small bundle that is verified alone."""
    version = _version(request, pk)
    name, content = services.prove_version(version=version, actor=request.user)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _version(request: Request, pk: int) -> Version:
    rows = Version.objects.visible_to(request.user).select_related(
        "file",
        "added_by",
        "evidence__office",
        "evidence__obligation__office",
        "evidence__obligation__indicator__sub_activity",
    )
    version = get_object_or_404(rows, pk=pk)
    require_perm(request.user, EvidencePerm.VIEW, version.evidence)
    return version
