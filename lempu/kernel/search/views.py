from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lempu.kernel.search import selectors
from lempu.kernel.search.forms import SearchForm
from lempu.shared.http import Request, answer, page_of


@require_safe
def find(request: Request) -> HttpResponse:
    """The box, its filters and what was found. What one may not open is not found."""
    form = SearchForm(request.GET, user=request.user)
    context: dict[str, Any] = {"asked": "", "results": []}
    if form.is_valid() and form.cleaned_data["q"]:
        found = selectors.find(request.user, form.wish)
        page = page_of(request, found.keys)
        context |= {
            "asked": form.cleaned_data["q"],
            "corrected": found.corrected,
            "page": page,
            "results": selectors.results(list(page), found.stems),
        }
    return answer(request, "search/find.html", context, form=form)
