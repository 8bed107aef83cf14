"""Where a person arrives, and the whole menu on a page."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.rules import roles_in
from lempu.shared.http import Request

#: The first role that a person holds decides; everybody else starts with what is theirs today.
FIRST_PAGES: list[tuple[Role, str]] = [
    (Role.LEADER, "home:cockpit"),
    (Role.REVIEWER, "reviews:queue"),
    (Role.COORDINATOR, "home:matrix"),
    (Role.MEMBER, "home:today"),
    (Role.OFFICER, "home:today"),
    (Role.ASSESSOR, "home:matrix"),
    (Role.OBSERVER, "oversight:start"),
    (Role.ADMINISTRATOR, "offices:people"),
]


@require_safe
def start(request: Request) -> HttpResponse:
    if not request.office:
        return render(request, "home/no_office.html", {})
    roles = roles_in(request.user, request.office.pk)
    return redirect(next(page for role, page in FIRST_PAGES if role in roles))


@require_safe
def more(request: Request) -> HttpResponse:
    return render(request, "home/more.html", {})
