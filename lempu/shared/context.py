"""Template variables of the installation itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def installation(request: HttpRequest) -> dict[str, Any]:
    """``demo``: whether this is the demo; ``support_code``: what a person can quote."""
    return {"demo": settings.DEMO, "support_code": getattr(request, "support_code", "")}
