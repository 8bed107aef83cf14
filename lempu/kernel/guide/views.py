"""The guide, for everybody signed in."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lempu.kernel.guide import selectors
from lempu.kernel.guide.enums import INDEX
from lempu.shared.http import Request


@require_safe
def page(request: Request, name: str = INDEX) -> HttpResponse:
    found = selectors.page(name)
    if found is None:
        raise Http404
    index = selectors.page(INDEX)
    context = {"page": found, "index": index, "is_index": name == INDEX}
    return render(request, "guide/page.html", context)


@require_safe
@cache_control(private=True, max_age=3600)
def picture(request: Request, name: str) -> HttpResponse:
    found = selectors.picture(name)
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="image/png")
