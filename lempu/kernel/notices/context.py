"""The bell of the shell."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from lempu.kernel.notices.models import Notice


def bell(request: HttpRequest) -> dict[str, Any]:
    """``unread``: how many notices the person has not read; one query, on pages that show it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"unread": 0}
    return {"unread": SimpleLazyObject(lambda: Notice.objects.visible_to(user).unread().count())}
