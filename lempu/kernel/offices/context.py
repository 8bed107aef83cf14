"""Template variables of the shell: the menu, the office, the person's roles."""

from typing import Any

from django.http import HttpRequest

from lempu.kernel.offices import selectors
from lempu.shared import navigation
from lempu.shared.http import may


def shell(request: HttpRequest) -> dict[str, Any]:
    """``menu``: entries the person may use, each with what waits; ``offices``: theirs, to switch."""
    user = getattr(request, "user", None)
    office = getattr(request, "office", None)
    if user is None or not user.is_authenticated or not office:
        return {"menu": [], "bar": [], "offices": []}
    items = [
        _item(request, e)
        for e in navigation.entries()
        if not e.permission or may(user, e.permission, office)
    ]
    return {
        "menu": [item for item in items if not item["entry"].bar_only],
        "bar": [item for item in items if item["entry"].short][:4],
        "offices": selectors.offices_of(user),
        "role_words": selectors.role_words(user, office),
    }


def _item(request: HttpRequest, entry: navigation.Entry) -> dict[str, Any]:
    match = request.resolver_match
    room = entry.url_name.split(":")[0]
    here = match is not None and entry.url_name == match.view_name
    here = here or (match is not None and match.namespace == entry.key)
    return {
        "entry": entry,
        "here": here,
        "room": room,
        "waiting": entry.waiting(request) if entry.waiting else 0,
    }
