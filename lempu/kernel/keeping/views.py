import datetime as dt

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lempu.kernel.keeping import selectors
from lempu.kernel.keeping.enums import Perm
from lempu.shared.http import Request, page_of, require_perm


@require_safe
def backups(request: Request) -> HttpResponse:
    """How old the last back-up is, whether it was tried out, and how one is set up."""
    require_perm(request.user, Perm.VIEW, request.office)
    last = selectors.last_whole()
    old = timezone.now() - dt.timedelta(hours=settings.BACKUP_HOURS * 2)
    context = {
        "page": page_of(request, selectors.latest_first()),
        "last": last,
        "is_old": last is None or last.made_at < old,
        "is_set_up": bool(settings.BACKUP_FOLDER and settings.BACKUP_RECIPIENT),
    }
    return render(request, "keeping/backups.html", context)
