"""The way from every page to the page of the guide that speaks of it."""

from typing import Any

from django.http import HttpRequest

from lempu.kernel.guide import selectors


def guide(request: HttpRequest) -> dict[str, Any]:
    """``guide_page``: the address in the guide for the page that is shown."""
    match = request.resolver_match
    return {"guide_page": selectors.help_for(match.view_name if match else "")}
