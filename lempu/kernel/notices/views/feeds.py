"""The private calendar: its page, and the file that calendar programs fetch."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lempu.kernel.notices.selectors import feed as selectors
from lempu.kernel.notices.selectors import sentences
from lempu.kernel.notices.services import feeds
from lempu.shared.http import Request
from lempu.shared.periods import today


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feed(request: Request) -> HttpResponse:
    """The page of the address. Posting makes a new one; the answer itself shows it, this once."""
    address = ""
    if request.method == "POST":
        _feed, token = feeds.open_feed(actor=request.user)
        address = sentences.absolute(reverse("notices:calendar", args=[token]))
    context = {"feed": selectors.feed_of(request.user), "address": address}
    return render(request, "notices/feed.html", context)


@require_POST
def feed_close(request: Request) -> HttpResponse:
    if feeds.close_feed(actor=request.user):
        messages.success(request, _("The address is revoked. Calendars that use it get nothing."))
    return redirect("notices:feed")


@login_not_required
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address; 404 for one that is revoked or never was."""
    found = selectors.open_feed(feeds.hash_of(token))
    if found is None:
        raise Http404
    if not feeds.count_read(feed=found.feed):
        return HttpResponse(status=429, headers={"Retry-After": "3600"})
    with override(settings.LANGUAGE_CODE):
        content = selectors.calendar_of(found, today(found.offices[0].timezone))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="lempu.ics"'
    response["Cache-Control"] = "private, max-age=3600"
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
