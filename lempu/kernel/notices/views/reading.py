"""What a person was told."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lempu.kernel.notices.models import Notice
from lempu.kernel.notices.selectors import sentences
from lempu.kernel.notices.services import telling
from lempu.shared.http import Request, page_of


@require_safe
def notices(request: Request) -> HttpResponse:
    rows = Notice.objects.visible_to(request.user)
    page = page_of(request, rows.for_listing())
    told = [
        (row, sentences.notice_words(row), sentences.notice_detail(row)) for row in page.object_list
    ]
    return render(request, "notices/list.html", {"page": page, "told": told})


@require_safe
def open_notice(request: Request, pk: int) -> HttpResponse:
    """Mark one as read and go where something can be done about it; nothing else is changed."""
    rows = Notice.objects.visible_to(request.user)
    notice = get_object_or_404(rows, pk=pk)
    telling.read(notice=notice)
    return redirect(sentences.notice_url(notice))


@require_POST
def read_all(request: Request) -> HttpResponse:
    telling.read_all(user=request.user)
    messages.success(request, _("Everything is marked as read."))
    return redirect("notices:list")
