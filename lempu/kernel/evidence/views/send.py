"""The quick way in from a phone: what do I still owe?"""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lempu.kernel.evidence import selectors
from lempu.kernel.evidence.enums import Perm
from lempu.shared.http import Request, answer, page_of, require_perm


@require_safe
def send(request: Request) -> HttpResponse:
    require_perm(request.user, Perm.OFFER, request.office)
    rows = page_of(request, selectors.open_for(request.user, request.office))
    return answer(request, "evidence/send.html", {"page": rows})
