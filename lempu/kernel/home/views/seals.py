from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lempu.kernel.ledger import renditions, selectors, services
from lempu.kernel.ledger.enums import Perm
from lempu.shared.http import Request, may, page_of, require_perm


@require_safe
def seals(request: Request) -> HttpResponse:
    """The seals of the office, what they promise and what they do not."""
    office = request.office
    require_perm(request.user, Perm.VIEW, office)
    end = selectors.end_of(office)
    page = page_of(request, selectors.seals_of(office))
    last = selectors.last_seal(office)
    context = {
        "page": page,
        "last": last,
        "unsealed": (end.seq if end else 0) - (last.size if last else 0),
        "may_seal": may(request.user, Perm.SEAL, office),
    }
    return render(request, "home/seals.html", context)


@require_POST
def seal_now(request: Request) -> HttpResponse:
    """Seal what was recorded up to this moment."""
    require_perm(request.user, Perm.SEAL, request.office)
    seal = services.seal_office(office=request.office, actor=request.user)
    if seal is not None:
        told = {"number": seal.number, "size": seal.size}
        messages.success(
            request, _("Seal %(number)s stands over all entries up to %(size)s.") % told
        )
    return redirect("home:seals")


@require_safe
def public_key(request: Request) -> HttpResponse:
    """The public key that signs now, as a file for ``lempu verify --key``."""
    require_perm(request.user, Perm.VIEW, request.office)
    last = selectors.last_seal(request.office)
    if last is None:
        raise Http404
    response = HttpResponse(
        renditions.public_pem(last.key.public), content_type="application/x-pem-file"
    )
    response["Content-Disposition"] = content_disposition_header(True, "lempu-kunci.pem") or ""
    return response
