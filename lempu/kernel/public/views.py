"""The page of an office for everybody: no account, no session, nothing written."""

import hashlib
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lempu.kernel.home.selectors import chart
from lempu.kernel.offices.models import Office
from lempu.kernel.plans.selectors.versions import version_words
from lempu.kernel.public import selectors
from lempu.shared.periods import today

#: Caches on the way may answer for so many seconds without asking; then they ask with the tag.
FRESH = 60


@login_not_required
@require_safe
def office(request: HttpRequest, code: str, year: int | None = None) -> HttpResponse:
    """The promise of an office and its progress; 404 alike where there is none and where it is off.

    Drawn without the request, so that it is the same for whoever asks and no session is read.
    """
    found = selectors.published(code, year)
    if found is None:
        raise Http404
    tag = _tag(found, year)
    answer = get_conditional_response(request, etag=tag)
    if answer is None:
        answer = HttpResponse(_page(found, year))
    answer["ETag"] = tag
    answer["Cache-Control"] = f"public, max-age={FRESH}"
    patch_vary_headers(answer, ["Cookie"])  # the language is chosen by a cookie
    return answer


def _page(office: Office, year: int | None) -> str:
    promise = selectors.read(office, year, today())
    if promise is None:
        raise Http404
    context: dict[str, Any] = {
        "office": office,
        "page": promise,
        "plan": promise.plan,
        "version": version_words(promise.plan),
        "finding": promise.finding,
        "chart": chart.columns(promise.months),
        "bullets": chart.bullets(promise.programmes),
    }
    return render_to_string("public/office.html", context)


def _tag(office: Office, year: int | None) -> str:
    """Changes with every act of the office, with the day, the language and the style of the page."""
    parts = (
        office.pk, office.name, year, selectors.edition_of(office), today(), get_language(),
        static("lempu/lempu.css"),
    )  # fmt: skip
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'
